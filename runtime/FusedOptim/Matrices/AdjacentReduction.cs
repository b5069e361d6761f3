using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums or maxima of adjacent entries, as of the rows of memory: piece by piece, where a piece ends with its block or its row. A piece of
/// more than 32 entries is summed as a block (<see cref="BlockReduction.Sum"/>), a shorter one by four lanes: entry i is added to lane i mod 4;
/// then lanes j and j + 2 are added, and both; then what does not fill four lanes, one by one.
/// </summary>
/// <param name="kind">How entries combine.</param>
/// <param name="units">The units.</param>
/// <param name="length">The number of entries of a row.</param>
/// <param name="values">Receives the results.</param>
internal sealed class AdjacentReduction(ReductionKind kind, UnitPartition units, nint length, ValueStore values)
    : EntryReduction(kind, units)
{
    private const int Short = 32;

    // By unit: what the row that comes in from the unit before has here, and the row that is open at the end.
    private readonly double[] _incoming = new double[units.UnitCount];
    private readonly double[] _open = new double[units.UnitCount];

    /// <inheritdoc/>
    public override void Begin(int unit) => _open[unit] = Kind.Empty;

    /// <inheritdoc/>
    [MethodImpl(KernelOptions.Loop)]
    public override void Add(int unit, nint first, ReadOnlySpan<double> block)
    {
        if (length == 1)
        {
            for (var i = 0; i < block.Length; i++)
                values.Set(first + i, Kind.Combine(Kind.Empty, block[i]));
            return;
        }

        var start = Units[unit].First;
        var (row, place) = Math.DivRem(first, length);
        var current = _open[unit];
        while (!block.IsEmpty)
        {
            var piece = block[..(int)nint.Min(block.Length, length - place)];
            current = Kind.Combine(current, Reduce(piece));
            block = block[piece.Length..];
            place += piece.Length;
            if (place < length)
                break;
            if (row * length < start)
                _incoming[unit] = current;
            else
                values.Set(row, current);
            (current, place, row) = (Kind.Empty, 0, row + 1);
        }

        _open[unit] = current;
    }

    /// <inheritdoc/>
    public override double Combine()
    {
        if (length == 1)
            return double.NaN;
        var carried = Kind.Empty;
        for (var unit = 0; unit < Units.UnitCount; unit++)
        {
            var (first, end) = Units[unit];
            var row = first / length;
            var rowEnd = (row + 1) * length;
            if (row * length < first)
            {
                var ends = rowEnd <= end;
                carried = Kind.Combine(carried, ends ? _incoming[unit] : _open[unit]);
                if (!ends)
                    continue;
                values.Set(row, carried);
            }

            carried = Kind.Combine(Kind.Empty, _open[unit]);
        }

        return double.NaN;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Reduce(ReadOnlySpan<double> piece)
    {
        if (Kind != ReductionKind.Sum)
            return BlockReduction.Maximum(piece);
        if (piece.Length > Short)
            return BlockReduction.Sum(piece);
        ref var first = ref MemoryMarshal.GetReference(piece);
        var lanes = Vector256<double>.Zero;
        var i = 0;
        for (; i <= piece.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            lanes += Vector256.LoadUnsafe(ref first, (nuint)i);
        var pair = lanes.GetLower() + lanes.GetUpper();
        var sum = pair.ToScalar() + pair.GetElement(1);
        for (; i < piece.Length; i++)
            sum += Unsafe.Add(ref first, i);
        return sum;
    }
}
