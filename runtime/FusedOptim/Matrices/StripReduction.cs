using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>
/// Sums, maxima or norms of entries that are a long row of memory apart, as of its columns, in units that are parts of a grid of blocks: block after
/// block in each unit; then unit after unit.
/// </summary>
internal sealed unsafe class StripReduction : EntryReduction
{
    private readonly nint _columns;
    private readonly ValueStore _values;
    // Of each unit: its first column, and the results, of a block more than it has strips, which a block may reach. Pinned: kernels add to them.
    private readonly (nint First, double[] Results)[] _ofUnits;
    // What is beyond the last column belongs to the next row's first ones.
    private readonly double[] _combined;

    /// <param name="kind">How entries combine.</param>
    /// <param name="units">The units, of a grid.</param>
    /// <param name="columns">The number of entries of a row.</param>
    /// <param name="values">Receives the results.</param>
    public StripReduction(ReductionKind kind, in UnitPartition units, nint columns, ValueStore values)
        : base(kind)
    {
        (_columns, _values) = (columns, values);
        _combined = new double[checked(columns + BlockReduction.Length)];
        _ofUnits = new (nint, double[])[units.UnitCount];
        for (var unit = 0; unit < _ofUnits.Length; unit++)
        {
            var first = units[unit].FirstColumn;
            var end = nint.Min(_combined.Length, units[unit].EndColumn + BlockReduction.Length);
            _ofUnits[unit] = (first, GC.AllocateArray<double>((int)(end - first), pinned: true));
        }
    }

    /// <summary>The number of entries of a row that is cut into strips.</summary>
    public static nint Least => 16 * BlockReduction.Length;

    /// <inheritdoc/>
    public override void Begin(int unit) => Array.Fill(_ofUnits[unit].Results, Kind.Empty);

    /// <inheritdoc/>
    public override nint AccumulatorOf(int unit, nint first, int length) =>
        Kind == ReductionKind.Sum ? (nint)Unsafe.AsPointer(ref _ofUnits[unit].Results[PlaceOf(unit, first)]) : Accumulators.Buffer;

    /// <inheritdoc/>
    public override void Add(int unit, nint first, ReadOnlySpan<double> block) =>
        Kind.Accumulate(_ofUnits[unit].Results.AsSpan((int)PlaceOf(unit, first), block.Length), block);

    /// <inheritdoc/>
    public override double Combine()
    {
        Array.Fill(_combined, Kind.Empty);
        foreach (var (first, results) in _ofUnits)
            Kind.Accumulate(_combined.AsSpan((int)first, results.Length), results);
        var columns = _combined.AsSpan(0, (int)_columns);
        Kind.Accumulate(columns[..BlockReduction.Length], _combined.AsSpan((int)_columns));
        _values.Set(0, columns);
        return double.NaN;
    }

    private nint PlaceOf(int unit, nint first) => first % _columns - _ofUnits[unit].First;
}
