using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums or maxima of entries that are a row of memory apart, as of its columns: row after row in each unit, short rows several at once; then
/// unit after unit.
/// </summary>
internal sealed class RepeatingReduction : EntryReduction
{
    // Rows that are shorter are taken together.
    private const int Short = 64;

    private readonly nint _columns;
    private readonly nint _matrix;
    private readonly ValueStore _values;
    // The entries of rows that are taken together.
    private readonly nint _width;
    private readonly double[][] _ofUnits;
    private readonly double[] _combined;

    /// <param name="kind">How entries combine.</param>
    /// <param name="units">The units.</param>
    /// <param name="index">Which entries belong together.</param>
    /// <param name="values">Receives the results.</param>
    public RepeatingReduction(ReductionKind kind, UnitPartition units, ValueIndex index, ValueStore values)
        : base(kind, units)
    {
        (_columns, _matrix, _values) = (index.Length, index.Matrix, values);
        _width = _columns * nint.Max(1, nint.Min(_matrix / _columns, Short / _columns));
        _ofUnits = new double[units.UnitCount][];
        for (var unit = 0; unit < _ofUnits.Length; unit++)
        {
            var (first, end) = units[unit];
            _ofUnits[unit] = new double[checked(((end - 1) / _matrix - first / _matrix + 1) * _width)];
        }

        _combined = new double[_columns];
    }

    /// <summary>The number of entries that a unit should have at least: sums of several rows, so that there are fewer of them.</summary>
    public static nint LeastUnit(ValueIndex index) => 8 * index.Length;

    /// <inheritdoc/>
    public override void Begin(int unit) => Array.Fill(_ofUnits[unit], Kind.Empty);

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block)
    {
        var sums = _ofUnits[unit].AsSpan();
        var (matrix, place) = Math.DivRem(first, _matrix);
        sums = sums[(int)((matrix - Units[unit].First / _matrix) * _width)..];
        var column = place % _width;
        while (!block.IsEmpty)
        {
            var length = (int)nint.Min(nint.Min(_width - column, _matrix - place), block.Length);
            Accumulate(sums.Slice((int)column, length), block[..length]);
            block = block[length..];
            (column, place) = (column + length, place + length);
            if (place == _matrix)
            {
                sums = sums[(int)_width..];
                (column, place) = (0, 0);
            }
            else if (column == _width)
            {
                column = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override double Combine()
    {
        var unit = 0;
        for (nint matrix = 0; matrix * _matrix < Units.Count; matrix++)
        {
            var (first, end) = (matrix * _matrix, (matrix + 1) * _matrix);
            Array.Fill(_combined, Kind.Empty);
            while (unit > 0 && Units[unit].First > first)
                unit--;
            while (Units[unit].End <= first)
                unit++;
            for (; unit < Units.UnitCount && Units[unit].First < end; unit++)
            {
                var sums = _ofUnits[unit].AsSpan((int)((matrix - Units[unit].First / _matrix) * _width), (int)_width);
                for (; !sums.IsEmpty; sums = sums[(int)_columns..])
                    Accumulate(_combined, sums[..(int)_columns]);
            }

            unit = Math.Min(unit, Units.UnitCount - 1);
            _values.Set(matrix * _columns, _combined);
        }

        return double.NaN;
    }

    [MethodImpl(KernelOptions.Loop)]
    private void Accumulate(Span<double> sums, ReadOnlySpan<double> values)
    {
        ref var sum = ref MemoryMarshal.GetReference(sums);
        ref var value = ref MemoryMarshal.GetReference(values);
        nuint i = 0;
        if (Kind != ReductionKind.Sum)
        {
            for (var k = 0; k < values.Length; k++)
                sums[k] = Math.Max(sums[k], values[k]);
            return;
        }

        if (Vector512.IsHardwareAccelerated)
        {
            for (; (int)i <= values.Length - 2 * Vector512<double>.Count; i += 2 * (nuint)Vector512<double>.Count)
            {
                var j = i + (nuint)Vector512<double>.Count;
                var first = Vector512.LoadUnsafe(ref sum, i) + Vector512.LoadUnsafe(ref value, i);
                var second = Vector512.LoadUnsafe(ref sum, j) + Vector512.LoadUnsafe(ref value, j);
                first.StoreUnsafe(ref sum, i);
                second.StoreUnsafe(ref sum, j);
            }
        }

        for (; (int)i <= values.Length - Vector256<double>.Count; i += (nuint)Vector256<double>.Count)
            (Vector256.LoadUnsafe(ref sum, i) + Vector256.LoadUnsafe(ref value, i)).StoreUnsafe(ref sum, i);
        for (; (int)i < values.Length; i++)
            sums[(int)i] += values[(int)i];
    }
}
