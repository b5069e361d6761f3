using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// A sum or a maximum of a phase over one tensor. The entries are cut into units, which depend on the view alone; a unit belongs to one thread, which
/// gives it block by block. What units leave is combined in their order.
/// </summary>
/// <param name="kind">How entries combine.</param>
/// <param name="units">The units.</param>
internal abstract class EntryReduction(ReductionKind kind, UnitPartition units)
{
    /// <summary>How entries combine.</summary>
    protected ReductionKind Kind { get; } = kind;

    /// <summary>The units.</summary>
    protected UnitPartition Units { get; } = units;

    /// <summary>Begins a unit.</summary>
    public abstract void Begin(int unit);

    /// <summary>Takes a block of a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="first">The index of the first entry.</param>
    /// <param name="block">What entries give.</param>
    public abstract void Add(int unit, nint first, ReadOnlySpan<double> block);

    /// <summary>Combines what the units left.</summary>
    /// <returns>The result for the tensor, where it is one number.</returns>
    public abstract double Combine();
}
