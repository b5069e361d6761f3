namespace FusedOptim.Training;

/// <summary>
/// Examples for classification: a row of features and a label for each. Immutable, but for who holds its arrays.
/// </summary>
public sealed class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels;

    /// <summary>A data set over arrays, which are not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentException">There are no examples or no features, the features are not as many for each
    /// label, a feature is not finite, or a label is not from 0 to the number of classes − 1; rows count from
    /// 0.</exception>
    public Dataset(float[] features, int[] labels, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length == 0)
            throw new ArgumentException("The data set is empty; it must have at least one example.", nameof(labels));
        var (size, rest) = Math.DivRem(features.Length, labels.Length);
        if (size == 0 || rest != 0)
        {
            throw new ArgumentException(
                $"There are {features.Length} features and {labels.Length} labels; each label must have the same " +
                "number of features, at least one.", nameof(features));
        }

        var nonFinite = features.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (nonFinite >= 0)
        {
            throw new ArgumentException(
                $"Feature {nonFinite % size} of row {nonFinite / size} is {features[nonFinite]}; " +
                "features must be finite.", nameof(features));
        }

        if (classCount < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(classCount), classCount, $"classCount is {classCount}; it must be at least 1.");
        }

        ClassCount = classCount ?? (int)Math.Clamp(labels.Max() + 1L, 1, int.MaxValue);
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] < 0 || labels[row] >= ClassCount)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[row],
                    $"The label of row {row} is {labels[row]}; it must be from 0 to {ClassCount - 1}.");
            }
        }

        _features = features;
        _labels = labels;
        FeatureCount = size;
    }

    /// <summary>The number of examples.</summary>
    public int Count => _labels.Length;

    /// <summary>The number of features of each example.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>All features: examples × features, row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>The class of each example.</summary>
    public ReadOnlySpan<int> Labels => _labels;

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
                    $"Row {row} has {rows[row].Length} features; it must have {rows[0].Length}, as row 0 has.",
                    nameof(rows));
            }
        }

        return new Dataset([.. rows.SelectMany(row => row)], [.. labels], classCount);
    }

    /// <summary>The features of an example.</summary>
    /// <param name="row">The example, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> Row(int row)
    {
        if ((uint)row >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"row is {row}; it must be from 0 to {Count - 1}.");
        return _features.AsSpan(row * FeatureCount, FeatureCount);
    }

    /// <summary>A data set of some of the examples, copied, with the same classes.</summary>
    /// <param name="rows">The examples, in the order in which the result has them; at least one.</param>
    /// <exception cref="ArgumentException">There are none, or one is no example.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        var features = new float[rows.Length * FeatureCount];
        var labels = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            Row(rows[i]).CopyTo(features.AsSpan(i * FeatureCount));
            labels[i] = _labels[rows[i]];
        }

        return new Dataset(features, labels, ClassCount);
    }

    /// <summary>
    /// Two data sets: a random part of the examples, and the rest; both in the order of this one. The seed determines
    /// them.
    /// </summary>
    /// <param name="fraction">The first part's share of the examples, between 0 and 1; rounded to whole
    /// examples.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="ArgumentException">The fraction is out of range, or leaves one of them empty.</exception>
    public (Dataset First, Dataset Second) Split(double fraction, long seed) =>
        DatasetSplit.Make(this, DatasetSplit.Random(this, fraction, seed));

    /// <summary>
    /// Two data sets as by <see cref="Split"/>, each class split for itself, so that both have its share of every
    /// class, rounded to whole examples.
    /// </summary>
    /// <inheritdoc cref="Split"/>
    public (Dataset First, Dataset Second) StratifiedSplit(double fraction, long seed) =>
        DatasetSplit.Make(this, DatasetSplit.Stratified(this, fraction, seed));

    /// <summary>Mini-batches, in an order that the seed and the epoch determine. The last may be smaller.</summary>
    /// <param name="batchSize">The number of examples of a batch; at least 1.</param>
    /// <param name="seed">The seed.</param>
    public MiniBatches Batches(int batchSize, long seed) => new(this, batchSize, seed);
}
