using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>A sum, a maximum or a norm over all entries: block by block, in their order.</summary>
internal sealed class TensorReduction(ReductionKind kind, nint count) : EntryReduction(kind)
{
    private readonly double[] _blocks = new double[(count + BlockReduction.Length - 1) / BlockReduction.Length];

    /// <inheritdoc/>
    public override nint AccumulatorOf(int unit, nint first, int length) =>
        Kind == ReductionKind.Sum ? Accumulators.Registers : Accumulators.Buffer;

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block) =>
        AddSum(first, Kind.Reduce(block));

    /// <inheritdoc/>
    public override void AddSum(nint first, double sum) => _blocks[first / BlockReduction.Length] = sum;

    /// <inheritdoc/>
    public override double Combine()
    {
        var result = Kind.Empty;
        foreach (var block in _blocks)
            result = Kind.Combine(result, block);
        return result;
    }
}
