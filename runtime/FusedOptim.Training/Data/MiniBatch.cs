using FusedOptim.Guards;

namespace FusedOptim.Training.Data;

/// <summary>Some examples, in memory that the next batch reuses.</summary>
public readonly ref struct MiniBatch
{
    /// <summary>A batch.</summary>
    /// <param name="features">examples × features, row by row.</param>
    /// <param name="labels">The class of each, or none.</param>
    /// <param name="targets">examples × target values, row by row, or none.</param>
    /// <param name="count">The number of examples.</param>
    internal MiniBatch(
        ReadOnlySpan<float> features, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, int count)
    {
        Features = features;
        Labels = labels;
        Targets = targets;
        Count = count;
    }

    /// <summary>examples × features, row by row.</summary>
    public ReadOnlySpan<float> Features { get; }

    /// <summary>The class of each example; empty where there are no labels.</summary>
    public ReadOnlySpan<int> Labels { get; }

    /// <summary>examples × target values, row by row; empty where there are none.</summary>
    public ReadOnlySpan<float> Targets { get; }

    /// <summary>Whether examples have labels.</summary>
    public bool HasLabels => !Labels.IsEmpty;

    /// <summary>Whether examples have target values.</summary>
    public bool HasTargets => !Targets.IsEmpty;

    /// <summary>Gets the kind of answers that the examples have.</summary>
    internal AnswerKind Answers => HasLabels ? AnswerKind.Labels : HasTargets ? AnswerKind.Targets : AnswerKind.None;

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>Some examples that follow each other.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such examples.</exception>
    public MiniBatch Slice(int start, int count)
    {
        Guard.CheckBetween(0, Count - 1, start);
        Guard.CheckBetween(1, Count - start, count);
        return new(Rows(Features, start, count), Rows(Labels, start, count), Rows(Targets, start, count), count);
    }

    private ReadOnlySpan<T> Rows<T>(ReadOnlySpan<T> values, int start, int count)
    {
        var size = values.Length / Count;
        return values.Slice(start * size, count * size);
    }
}
