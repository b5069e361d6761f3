using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums, maxima or norms of adjacent entries, as of the rows of memory, where rows are at least as long as a block: each block, or each of the two
/// parts that belong to two rows, is reduced as a block (<see cref="BlockReduction.Sum"/>); these are combined in order.
/// </summary>
/// <param name="kind">How entries combine.</param>
/// <param name="count">The number of entries.</param>
/// <param name="length">The number of entries of a row.</param>
/// <param name="values">Receives the results.</param>
internal sealed class LongRowReduction(ReductionKind kind, nint count, nint length, ValueStore values) : EntryReduction(kind)
{
    // Of each block: the part in the row where it starts, and the part in the next row.
    private readonly (double Ending, double Beginning)[] _blocks =
        new (double, double)[(count + BlockReduction.Length - 1) / BlockReduction.Length];

    /// <summary>The number of entries of a row that is long.</summary>
    public static nint Least => BlockReduction.Length;

    /// <inheritdoc/>
    public override nint AccumulatorOf(int unit, nint first, int entries) =>
        Kind == ReductionKind.Sum && RestOfRow(first) >= entries ? Accumulators.Registers : Accumulators.Buffer;

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block)
    {
        var ending = (int)nint.Min(block.Length, RestOfRow(first));
        _blocks[first / BlockReduction.Length] = (Kind.Reduce(block[..ending]), Kind.Reduce(block[ending..]));
    }

    /// <inheritdoc/>
    public override void AddSum(nint first, double sum) => _blocks[first / BlockReduction.Length].Ending = sum;

    /// <inheritdoc/>
    public override double Combine()
    {
        var (row, rowEnd) = ((nint)0, length);
        var current = Kind.Empty;
        for (var block = 0; block < _blocks.Length; block++)
        {
            var end = nint.Min(count, (block + (nint)1) * BlockReduction.Length);
            current = Kind.Combine(current, _blocks[block].Ending);
            if (end < rowEnd)
                continue;
            values.Set(row, current);
            current = end > rowEnd ? Kind.Combine(Kind.Empty, _blocks[block].Beginning) : Kind.Empty;
            (row, rowEnd) = (row + 1, rowEnd + length);
        }

        return double.NaN;
    }

    private nint RestOfRow(nint first) => length - first % length;
}
