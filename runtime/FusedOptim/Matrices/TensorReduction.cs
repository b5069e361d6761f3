using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>A sum or a maximum over all entries: block by block, in their order.</summary>
internal sealed class TensorReduction(ReductionKind kind, UnitPartition units) : EntryReduction(kind, units)
{
    private readonly double[] _blocks = new double[(units.Count + BlockReduction.Length - 1) / BlockReduction.Length];

    /// <inheritdoc/>
    public override void Begin(int unit)
    {
    }

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block) => _blocks[first / BlockReduction.Length] =
        Kind == ReductionKind.Sum ? BlockReduction.Sum(block) : BlockReduction.Maximum(block);

    /// <inheritdoc/>
    public override double Combine()
    {
        var result = Kind.Empty;
        foreach (var block in _blocks)
            result = Kind.Combine(result, block);
        return result;
    }
}
