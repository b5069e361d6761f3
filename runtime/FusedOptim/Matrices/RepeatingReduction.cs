using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums, maxima or norms of entries that are a row of memory apart, as of its columns, in units of adjacent entries: row after row in each unit, short
/// rows several at once; then unit after unit.
/// </summary>
internal sealed unsafe class RepeatingReduction : EntryReduction
{
    // Rows that are shorter are taken together.
    private const int Short = 64;
    // To the next line of the cache.
    private const int Line = 8;

    private readonly UnitPartition _units;
    private readonly nint _columns;
    private readonly nint _matrix;
    private readonly ValueStore _values;
    // The entries of rows that are taken together; of large matrices a block may go beyond them.
    private readonly nint _width;
    private readonly nint _window;
    // Pinned: kernels add to them.
    private readonly double[][] _ofUnits;
    private readonly double[] _combined;

    /// <param name="kind">How entries combine.</param>
    /// <param name="units">The units, of adjacent entries.</param>
    /// <param name="index">Which entries belong together.</param>
    /// <param name="values">Receives the results.</param>
    public RepeatingReduction(ReductionKind kind, in UnitPartition units, in ValueIndex index, ValueStore values)
        : base(kind)
    {
        (_units, _columns, _matrix, _values) = (units, index.Length, index.Matrix, values);
        _width = WidthOf(index);
        _window = _matrix < 2 * BlockReduction.Length ? _width : _width + BlockReduction.Length;
        _ofUnits = new double[units.UnitCount][];
        for (var unit = 0; unit < _ofUnits.Length; unit++)
        {
            var blocks = units[unit];
            var matrices = (blocks.End - 1) / _matrix - blocks.First / _matrix + 1;
            _ofUnits[unit] = GC.AllocateArray<double>(checked((int)(matrices * _window)), pinned: true);
        }

        _combined = new double[_columns];
    }

    /// <summary>The number of entries that a unit should have at least: sums of several rows, so that there are fewer of them.</summary>
    public static nint LeastUnit(in ValueIndex index) => 8 * WidthOf(index);

    /// <inheritdoc/>
    public override void Begin(int unit) => Array.Fill(_ofUnits[unit], Kind.Empty);

    /// <inheritdoc/>
    public override nint AccumulatorOf(int unit, nint first, int length)
    {
        if (Kind != ReductionKind.Sum || _window == _width)
            return Accumulators.Buffer;
        var (matrix, place) = Math.DivRem(first, _matrix);
        if (place + length > _matrix)
            return Accumulators.Buffer;
        var start = (matrix - _units[unit].First / _matrix) * _window + place % _width;
        return (nint)Unsafe.AsPointer(ref _ofUnits[unit][start]);
    }

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block)
    {
        var results = _ofUnits[unit].AsSpan();
        var (matrix, place) = Math.DivRem(first, _matrix);
        results = results[(int)((matrix - _units[unit].First / _matrix) * _window)..];
        while (!block.IsEmpty)
        {
            var column = place % _width;
            var length = (int)nint.Min(nint.Min(_window - column, _matrix - place), block.Length);
            Kind.Accumulate(results.Slice((int)column, length), block[..length]);
            block = block[length..];
            place += length;
            if (place == _matrix)
            {
                results = results[(int)_window..];
                place = 0;
            }
        }
    }

    /// <inheritdoc/>
    public override double Combine()
    {
        var unit = 0;
        for (nint matrix = 0; matrix * _matrix < _units.Count; matrix++)
        {
            var (first, end) = (matrix * _matrix, (matrix + 1) * _matrix);
            Array.Fill(_combined, Kind.Empty);
            while (unit > 0 && _units[unit].First > first)
                unit--;
            while (_units[unit].End <= first)
                unit++;
            for (; unit < _units.UnitCount && _units[unit].First < end; unit++)
            {
                var results = _ofUnits[unit].AsSpan((int)((matrix - _units[unit].First / _matrix) * _window), (int)_window);
                while (!results.IsEmpty)
                {
                    var length = (int)nint.Min(_columns, results.Length);
                    Kind.Accumulate(_combined.AsSpan(0, length), results[..length]);
                    results = results[length..];
                }
            }

            unit = Math.Min(unit, _units.UnitCount - 1);
            _values.Set(matrix * _columns, _combined);
        }

        return double.NaN;
    }

    private static nint WidthOf(in ValueIndex index)
    {
        var columns = index.Length;
        if (columns >= BlockReduction.Length)
            return columns;
        var aligned = columns * (Line / nint.Min(Line, columns & -columns));
        return nint.Min(index.Matrix, aligned * ((Short + aligned - 1) / aligned));
    }
}
