using FusedOptim.Guards;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>Parts of a data set: selections, splits, folds and batches.</content>
public sealed partial class Dataset
{
    /// <summary>Copies some of the examples, with the same classes and names.</summary>
    /// <param name="rows">The examples, in the order in which the result has them; at least one.</param>
    /// <exception cref="ArgumentException">There are none, or one is not an example.</exception>
    /// <exception cref="OverflowException">They have more than 2³¹ − 1 features together.</exception>
    public Dataset Select(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("No examples are selected; select at least one.", nameof(rows));
        var features = new float[checked(rows.Length * FeatureCount)];
        var labels = new int[HasLabels ? rows.Length : 0];
        var targets = new float[checked(rows.Length * TargetCount)];
        for (var i = 0; i < rows.Length; i++)
        {
            GetRow(rows[i]).CopyTo(features.AsSpan(i * FeatureCount));
            if (HasLabels)
                labels[i] = _labels[rows[i]];
            _targets.AsSpan(rows[i] * TargetCount, TargetCount).CopyTo(targets.AsSpan(i * TargetCount));
        }

        return new Dataset(
            features, labels, targets, rows.Length, ClassCount, _names, MissingCount == 0 ? 0 : CountMissing(features))
        {
            IgnoredLabel = IgnoredLabel,
        };
    }

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
}
