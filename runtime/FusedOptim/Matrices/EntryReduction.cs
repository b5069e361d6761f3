using FusedOptim.CompilerServices;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// A sum or a maximum of a phase over one tensor. The entries are cut into units, which depend on the view alone; a unit belongs to one thread, which
/// gives it block by block. What units leave is combined in their order.
/// </summary>
/// <param name="kind">How entries combine.</param>
internal abstract class EntryReduction(ReductionKind kind)
{
    /// <summary>How entries combine.</summary>
    protected ReductionKind Kind { get; } = kind;

    /// <summary>Begins a unit.</summary>
    public virtual void Begin(int unit)
    {
    }

    /// <summary>
    /// Says what a kernel that takes sums in registers does with the summands of a block (<see cref="Accumulators"/>): with the same bits as
    /// <see cref="Add"/>.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="first">The index of the first entry.</param>
    /// <param name="length">The number of entries.</param>
    public virtual nint AccumulatorOf(int unit, nint first, int length) => Accumulators.Buffer;

    /// <summary>Takes a block of a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="first">The index of the first entry.</param>
    /// <param name="block">What entries give.</param>
    public abstract void Add(int unit, nint first, ReadOnlySpan<double> block);

    /// <summary>Takes the sum of a block (<see cref="Accumulators.Registers"/>).</summary>
    /// <param name="first">The index of the first entry.</param>
    /// <param name="sum">The sum.</param>
    public virtual void AddSum(nint first, double sum) => throw new NotSupportedException();

    /// <summary>Combines what the units left.</summary>
    /// <returns>The result for the tensor, where it is one number.</returns>
    public abstract double Combine();
}
