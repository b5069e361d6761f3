using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>Destinations of the summands of rows, columns or matrices, besides the addresses of sums that they are added to.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accumulators
{
    /// <summary>They are added up in registers: all belong to one row, column or matrix.</summary>
    public const nint Registers = 0;

    /// <summary>They are left in the buffer of the reduction.</summary>
    public const nint Buffer = 1;
}
