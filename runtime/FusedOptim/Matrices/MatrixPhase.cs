using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>One phase of a rule over the entries of one tensor: its elements, rows, columns or matrices.</summary>
internal sealed class MatrixPhase
{
    private readonly EntryReduction[] _reductions;

    /// <param name="schema">The rule.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="memory">The values of the tensor.</param>
    public MatrixPhase(RuleSchema schema, PhaseSchema phase, MatrixMemory memory)
    {
        var view = memory.View;
        Over = phase.Over;
        Count = (nint)ValueIndex.Count(phase.Over, view);
        var states = Enumerable.Range(0, schema.States.Count)
            .Where(state => schema.States[state].IsVector && !schema.States[state].IsMatrix && phase.ReadsState(state) && schema.States[state].Over != Over)
            .Select(state => new ReadValue(state, ValueIndex.Of(Over, schema.States[state].Over, view)));
        var values = phase.ValuesRead
            .Where(value => schema.Values[value].Over != Over)
            .Select(value => new ReadValue(schema.FirstValue + value, ValueIndex.Of(Over, schema.Values[value].Over, view)));
        // A phase over matrices takes everything where it is.
        Expanded = Over == Over.Matrix ? [] : [.. states, .. values];
        OfElements = Over != Over.Element ? [] :
        [
            .. phase.ValuesRead.Union(phase.ValuesWritten).Where(value => schema.Values[value].Over == Over.Element)
                .Select(value => schema.FirstValue + value),
        ];

        var indices = phase.Reductions.Select(reduction => reduction.Over.IsOfMatrix
            ? ValueIndex.Of(Over, reduction.Over, view)
            : (ValueIndex?)null).ToList();
        var repeating = indices.FirstOrDefault(index => index is { Repeats: true }) ?? default;
        var isGrid = repeating.Length >= StripReduction.Least && view.Batch == 1;
        Units = isGrid ? UnitPartition.Grid(Count, repeating.Length)
            : UnitPartition.Adjacent(Count, repeating.Repeats ? RepeatingReduction.LeastUnit(repeating) : 0);
        _reductions = [.. phase.Reductions.Zip(indices, (reduction, index) => Make(reduction, index, isGrid, memory, schema))];
    }

    /// <summary>The unit that the phase runs once for.</summary>
    public Over Over { get; }

    /// <summary>The number of entries.</summary>
    public nint Count { get; }

    /// <summary>The units of its sums and maxima.</summary>
    public UnitPartition Units { get; }

    /// <summary>The operands that are expanded for each block: values of rows, columns and matrices beside entries of another kind.</summary>
    public ReadValue[] Expanded { get; }

    /// <summary>The operands that are values of elements, beside elements.</summary>
    public int[] OfElements { get; }

    /// <summary>Its sums and maxima.</summary>
    public ReadOnlySpan<EntryReduction> Reductions => _reductions;

    private EntryReduction Make(ReductionSchema reduction, ValueIndex? index, bool isGrid, MatrixMemory memory, RuleSchema schema)
    {
        if (index is not { } entries)
            return new TensorReduction(reduction.Kind, Count);
        var value = schema.Values.Index().First(value => value.Item.Name == reduction.Name).Index;
        var values = memory.ValuesOf(value);
        return entries switch
        {
            { Repeats: true } when isGrid => new StripReduction(reduction.Kind, Units, entries.Length, values),
            { Repeats: true } => new RepeatingReduction(reduction.Kind, Units, entries, values),
            _ when entries.Length >= LongRowReduction.Least => new LongRowReduction(reduction.Kind, Count, entries.Length, values),
            _ => new AdjacentReduction(reduction.Kind, Units, entries.Length, values),
        };
    }
}

/// <summary>An operand that is expanded.</summary>
/// <param name="Operand">The index among states and values.</param>
/// <param name="Index">Which value belongs to each entry.</param>
internal readonly record struct ReadValue(int Operand, ValueIndex Index);

/// <summary>What belongs to a matrix.</summary>
internal static class OverMatrix
{
    extension(Over over)
    {
        /// <summary>Whether it is a row, a column or a matrix, of which a tensor has several.</summary>
        public bool IsOfMatrix => over is Over.Row or Over.Column or Over.Matrix;
    }
}
