using FusedOptim.Numerics;

namespace FusedOptim.Matrices;

/// <summary>
/// The cut of the entries of a space into units: whole blocks of reductions (<see cref="BlockReduction.Length"/>), from the first entry on.
/// </summary>
/// <param name="count">The number of entries.</param>
/// <param name="leastLength">The number of entries that a unit has at least.</param>
internal readonly struct UnitPartition(nint count, nint leastLength)
{
    // Enough for many threads; so many sums of columns must be added up.
    private const int Most = 64;
    private const int LeastBlocks = 16;

    /// <summary>The number of entries.</summary>
    public nint Count { get; } = count;

    /// <summary>The number of entries of a unit; the last one may have fewer.</summary>
    public nint Length { get; } = BlockReduction.Length * nint.Max(
        LeastBlocks,
        nint.Max(Blocks(leastLength), (Blocks(count) + Most - 1) / Most));

    /// <summary>The number of units.</summary>
    public int UnitCount => (int)((Count + Length - 1) / Length);

    /// <summary>The first entry of a unit, and the one after its last.</summary>
    public (nint First, nint End) this[int unit] => (unit * Length, nint.Min(Count, (unit + 1) * Length));

    private static nint Blocks(nint length) => (length + BlockReduction.Length - 1) / BlockReduction.Length;
}
