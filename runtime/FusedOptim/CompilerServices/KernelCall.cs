using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The part of a kernel call that all segments of a phase share.</summary>
/// <param name="GradientScale">What the reference loop multiplies gradients by; in kernels it is among the step constants.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct KernelCall(double GradientScale)
{
    /// <summary>Whether gradients are set to zero once they have been read.</summary>
    public bool ZeroGradients { get; init; }

    /// <summary>
    /// Whether the sums of blocks stand in the buffers of summands instead, from their start on: for
    /// <see cref="Execution.KernelTarget.Vector512"/> alone, and for sums; of maxima the buffer has each element. Then a segment that
    /// sums alone may have many whole blocks.
    /// </summary>
    public bool SumsInRegisters { get; init; }

    /// <summary>
    /// Where sums are taken in registers: the address of the destinations of the summands of reductions over rows, columns or matrices
    /// (<see cref="CompilerServices.Accumulators"/>), or 0, where all are added up in registers.
    /// </summary>
    public nint Accumulators { get; init; }
}
