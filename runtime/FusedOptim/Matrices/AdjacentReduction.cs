using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums, maxima or norms of adjacent entries, as of the rows of memory, where rows are shorter than a block: piece by piece, where a piece ends with
/// its block or its row (<see cref="ShortSum"/>).
/// </summary>
/// <param name="kind">How entries combine.</param>
/// <param name="units">The units, of adjacent entries.</param>
/// <param name="length">The number of entries of a row.</param>
/// <param name="values">Receives the results.</param>
internal sealed class AdjacentReduction(ReductionKind kind, UnitPartition units, nint length, ValueStore values)
    : EntryReduction(kind)
{
    // By unit: what the row that comes in from the unit before has here, and the row that is open at the end.
    private readonly double[] _incoming = new double[units.UnitCount];
    private readonly double[] _open = new double[units.UnitCount];

    /// <inheritdoc/>
    public override void Begin(int unit) => _open[unit] = Kind.Empty;

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block)
    {
        if (length == 1)
        {
            values.Set(first, block, Kind == ReductionKind.Sum ? 0.0 : -0.0);
            return;
        }

        var (row, place) = Math.DivRem(first, length);
        if (place > 0)
        {
            var piece = block[..(int)nint.Min(block.Length, length - place)];
            var result = Kind.Combine(_open[unit], Reduce(piece));
            if (place + piece.Length < length)
            {
                _open[unit] = result;
                return;
            }

            if (row * length < units[unit].First)
                _incoming[unit] = result;
            else
                values.Set(row, result);
            row++;
            block = block[piece.Length..];
        }

        var rows = (int)(block.Length / length);
        if (values.IsDouble)
            Reduce<double>(block, rows, row);
        else
            Reduce<float>(block, rows, row);
        block = block[(int)(rows * length)..];
        _open[unit] = block.IsEmpty ? Kind.Empty : Reduce(block);
    }

    /// <inheritdoc/>
    public override double Combine()
    {
        if (length == 1)
            return double.NaN;
        var carried = Kind.Empty;
        for (var unit = 0; unit < units.UnitCount; unit++)
        {
            var (first, end) = (units[unit].First, units[unit].End);
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

            carried = _open[unit];
        }

        return double.NaN;
    }

    private double Reduce(ReadOnlySpan<double> piece) => Kind == ReductionKind.Sum
        ? ShortSum.Of(ref MemoryMarshal.GetReference(piece), piece.Length, piece.Length)
        : Kind.Reduce(piece);

    /// <summary>Reduces whole rows.</summary>
    [MethodImpl(KernelOptions.Loop)]
    private unsafe void Reduce<T>(ReadOnlySpan<double> block, int rows, nint firstRow)
        where T : unmanaged
    {
        var destination = (T*)values.Address + firstRow;
        ref var entry = ref MemoryMarshal.GetReference(block);
        var row = 0;
        if (Kind == ReductionKind.Sum && length <= ShortSum.FourLanes)
        {
            for (; row < rows - 1; row += 2)
            {
                var sums = ShortSum.OfTwo(ref Unsafe.Add(ref entry, row * length), (int)length);
                if (typeof(T) == typeof(float))
                    Unsafe.WriteUnaligned(destination + row, Vector128.Narrow(sums, sums).AsDouble().ToScalar());
                else
                    sums.Store((double*)(destination + row));
            }
        }

        for (; row < rows; row++)
        {
            var left = block.Length - row * (int)length;
            var result = Kind == ReductionKind.Sum
                ? ShortSum.Of(ref Unsafe.Add(ref entry, row * length), (int)length, left)
                : Kind.Reduce(block.Slice(row * (int)length, (int)length));
            destination[row] = typeof(T) == typeof(float) ? (T)(object)(float)result : (T)(object)result;
        }
    }
}
