using System.Diagnostics;
using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>
/// Examples: a row of features for each, and either a label, for classification, or a row of target values, for
/// regression. Immutable, but for who holds its arrays.
/// </summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels = [];
    private readonly float[] _targets = [];

    /// <summary>A data set over arrays, which are not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label. Where labels count from 1,
    /// class 0 is one more, and has no examples.</param>
    /// <exception cref="ArgumentException">There are no examples or no features, the features are not as many for each
    /// label, a feature is not finite, or a label is not from 0 to the number of classes − 1; rows count from
    /// 0.</exception>
    // [.. labels] can be an array of either type: whole numbers are labels.
    [OverloadResolutionPriority(1)]
    public Dataset(float[] features, int[] labels, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        FeatureCount = CheckRows(features, labels.Length);
        if (classCount is { } stated)
            Guard.AtLeast(1, stated, nameof(classCount));
        ClassCount = classCount ?? (int)Math.Clamp(labels.Max() + 1L, 1, int.MaxValue);
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= ClassCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[row],
                    Invariant($"The label of row {row} is {labels[row]}; it must be from 0 to {ClassCount - 1}."));
            }
        }

        _features = features;
        _labels = labels;
        Count = labels.Length;
    }

    /// <summary>A data set for regression over arrays, which are not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="targets">examples × values that a network is to give, row by row; finite.</param>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentException">There are no examples, the features or targets are not as many for each, or one
    /// is not finite.</exception>
    public Dataset(float[] features, float[] targets, int count)
    {
        FeatureCount = CheckRows(features, count);
        TargetCount = CheckRows(targets, count);
        _features = features;
        _targets = targets;
        Count = count;
    }

    /// <summary>The number of examples.</summary>
    public int Count { get; }

    /// <summary>The number of features of each example.</summary>
    public int FeatureCount { get; }

    /// <summary>Whether examples have labels; otherwise they have target values.</summary>
    public bool HasLabels => _labels.Length > 0;

    /// <summary>The number of classes; 0 where there are no labels.</summary>
    public int ClassCount { get; }

    /// <summary>The number of target values of each example; 0 where there are labels.</summary>
    public int TargetCount { get; }

    /// <summary>All features: examples × features, row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class of each example; empty where there are target values.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>All target values: examples × values, row by row; empty where there are labels.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>A data set of rows, which are copied.</summary>
    /// <param name="rows">The features of each example: all of one length; finite.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentException">The rows have different lengths, or what the constructor
    /// refuses.</exception>
    public static Dataset FromRows(IReadOnlyList<float[]> rows, IReadOnlyList<int> labels, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        if (rows.Count != labels.Count)
        {
            throw new ArgumentException(
                $"There are {rows.Count} rows and {labels.Count} labels; each row must have one.", nameof(labels));
        }

        for (var row = 1; row < rows.Count; row++)
        {
            if (rows[row].Length != rows[0].Length)
            {
                throw new ArgumentException(
                    Invariant($"Row {row} has {rows[row].Length} features; it must have {rows[0].Length}, as row 0 has."),
                    nameof(rows));
            }
        }

        return new Dataset([.. rows.SelectMany(row => row)], [.. labels], classCount);
    }

    /// <summary>The same examples with target values for their labels: 1 for the class of an example, 0 for the
    /// others.</summary>
    /// <exception cref="InvalidOperationException">There are no labels.</exception>
    public Dataset WithOneHotTargets()
    {
        RequireLabels();
        var targets = new float[checked(Count * ClassCount)];
        for (var row = 0; row < Count; row++)
            targets[row * ClassCount + _labels[row]] = 1;
        return new Dataset(_features, targets, Count);
    }

    /// <summary>The features of an example.</summary>
    /// <param name="row">The example, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> GetRow(int row)
    {
        if ((uint)row >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(row), row, Invariant($"row is {row}; it must be from 0 to {Count - 1}."));
        return _features.AsSpan(row * FeatureCount, FeatureCount);
    }

    /// <summary>A data set of some of the examples, copied, with the same classes.</summary>
    /// <param name="rows">The examples, in the order in which the result has them; at least one.</param>
    /// <exception cref="ArgumentException">There are none, or one is no example.</exception>
    /// <exception cref="OverflowException">They have more than 2³¹ − 1 features together.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var features = new float[checked(rows.Length * FeatureCount)];
        var labels = new int[HasLabels ? rows.Length : 0];
        var targets = new float[checked(rows.Length * TargetCount)];
        for (var i = 0; i < rows.Length; i++)
        {
            GetRow(rows[i]).CopyTo(features.AsSpan(i * FeatureCount));
            if (HasLabels)
                labels[i] = _labels[rows[i]];
            else
                _targets.AsSpan(rows[i] * TargetCount, TargetCount).CopyTo(targets.AsSpan(i * TargetCount));
        }

        return HasLabels ? new Dataset(features, labels, ClassCount) : new Dataset(features, targets, rows.Length);
    }

    /// <summary>The same examples with other features, in the same order.</summary>
    /// <param name="features">examples × features, row by row; finite. They are not copied.</param>
    /// <exception cref="ArgumentException">They are not as many for each example, or one is not finite.</exception>
    public Dataset WithFeatures(float[] features) =>
        HasLabels ? new Dataset(features, _labels, ClassCount) : new Dataset(features, _targets, Count);

    /// <summary>
    /// Two data sets: a random part of the examples, and the rest; both in the order of this one. The seed determines
    /// them.
    /// </summary>
    /// <param name="fraction">The first part's share of the examples, between 0 and 1; rounded to whole
    /// examples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The fraction is out of range, or leaves one of them empty.</exception>
    /// <exception cref="InvalidOperationException">Classes are to be split, and there are no labels.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, long seed) =>
        DatasetSplit.Make(this, DatasetSplit.Random(this, fraction, seed));

    /// <summary>
    /// Two data sets as by <see cref="Split"/>, each class split for itself, so that both have its share of every
    /// class, rounded to whole examples.
    /// </summary>
    /// <inheritdoc cref="Split"/>
    public (Dataset First, Dataset Second) SplitStratified(double fraction, long seed) =>
        DatasetSplit.Make(this, DatasetSplit.Stratified(this, fraction, seed));

    /// <summary>
    /// For each of k folds of a random order of the examples: the other folds to train on, and this one to validate on,
    /// both in the order of this data set. Every example is validated once; folds differ by at most one example. The seed
    /// determines them. The copies of a fold are made when it is asked for.
    /// </summary>
    /// <param name="count">k, from 2 to the number of examples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is out of range.</exception>
    public IEnumerable<(Dataset Training, Dataset Validation)> GetFolds(int count, long seed) =>
        DatasetFolds.Make(this, DatasetFolds.Random(this, count, seed), count);

    /// <summary>
    /// Folds as by <see cref="GetFolds"/>, each class dealt for itself, so that those of a class differ by at most one example
    /// from fold to fold too.
    /// </summary>
    /// <inheritdoc cref="GetFolds"/>
    /// <exception cref="InvalidOperationException">There are no labels.</exception>
    public IEnumerable<(Dataset Training, Dataset Validation)> GetStratifiedFolds(int count, long seed) =>
        DatasetFolds.Make(this, DatasetFolds.Stratified(this, count, seed), count);

    /// <summary>Mini-batches, in an order that the seed and the epoch determine. The last may be smaller.</summary>
    /// <param name="batchSize">The number of examples of a batch; at least 1.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="augmentation">How examples are changed, anew in each epoch; null for not at all.</param>
    /// <param name="dropLast">Whether the last batch of an epoch is left out where it is smaller than the others.</param>
    public MiniBatches GetBatches(int batchSize, long seed, Augmentation? augmentation = null, bool dropLast = false) =>
        new(this, batchSize, seed, augmentation, dropLast);

    /// <summary>The number of mini-batches of an epoch, which is that of the steps of a trainer: for schedules.</summary>
    /// <param name="batchSize">The number of examples of a batch; at least 1.</param>
    /// <param name="dropLast">Whether the last batch is left out where it is smaller than the others
    /// (<see cref="Trainer.DropLast"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public int GetBatchCount(int batchSize, bool dropLast = false)
    {
        Guard.AtLeast(1, batchSize);
        return dropLast ? Math.Max(Count / batchSize, 1) : (Count - 1) / batchSize + 1;
    }

    /// <summary>Some examples that follow each other, as they are.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no such examples.</exception>
    public MiniBatch Slice(int start, int count) => new MiniBatch(_features, _labels, _targets, Count).Slice(start, count);

    private string DebuggerDisplay => HasLabels
        ? Invariant($"{Count} examples × {FeatureCount} features, {ClassCount} classes")
        : Invariant($"{Count} examples × {FeatureCount} features, {TargetCount} target values");

    internal void RequireLabels()
    {
        if (!HasLabels)
            throw new InvalidOperationException("The examples have target values; labels are needed here.");
    }

    private static int CheckRows(
        float[] values, int count, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (count < 1)
            throw new ArgumentException("The data set is empty; it must have at least one example.", name);
        var (size, rest) = Math.DivRem(values.Length, count);
        if (size == 0 || rest != 0)
        {
            throw new ArgumentException(
                Invariant($"There are {values.Length} {name} for {count} examples; each must have the same number of them, at ") +
                "least one.", name);
        }

        var nonFinite = values.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        return nonFinite < 0 ? size : throw new ArgumentException(
            Invariant($"Value {nonFinite % size} of row {nonFinite / size} of {name} is {values[nonFinite]}; it must be finite."), name);
    }
}
