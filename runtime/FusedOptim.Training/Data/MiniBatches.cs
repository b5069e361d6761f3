using FusedOptim.Execution;
using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data;

/// <summary>
/// A data set cut into batches, in a new random order each epoch; the last batch of an epoch may be smaller, or is left
/// out. Going through them allocates nothing. One epoch at a time: the epochs share their memory.
/// </summary>
public sealed class MiniBatches
{
    private readonly Dataset _dataset;
    private readonly long _seed;
    private readonly int[] _order;
    private readonly float[] _features;
    private readonly int[] _labels;
    private readonly float[] _targets;
    private readonly AugmentedRows? _augmented;
    private int _epoch;

    /// <summary>Batches of a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="batchSize">The number of examples of a batch; at least 1.</param>
    /// <param name="seed">What the orders are drawn from, and what examples are changed by.</param>
    /// <param name="augmentation">How examples are changed, anew in each epoch; null for not at all.</param>
    /// <param name="dropLast">Whether the last batch of an epoch is left out where it is smaller than the others. Other
    /// examples are left out in each epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    public MiniBatches(
        Dataset dataset, int batchSize, long seed, Augmentation? augmentation = null, bool dropLast = false)
        : this(dataset, batchSize, seed, augmentation, dropLast, team: null)
    {
    }

    /// <summary>Initializes batches of a data set, whose examples the threads of a team augment.</summary>
    internal MiniBatches(
        Dataset dataset, int batchSize, long seed, Augmentation? augmentation, bool dropLast, WorkerTeam? team)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Guard.AtLeast(1, batchSize);

        _dataset = dataset;
        _seed = seed;
        BatchSize = Math.Min(batchSize, dataset.Count);
        DropLast = dropLast;
        _order = new int[dataset.Count];
        _features = new float[checked(BatchSize * dataset.FeatureCount)];
        _labels = new int[dataset.HasLabels ? BatchSize : 0];
        _targets = new float[checked(BatchSize * dataset.TargetCount)];
        _augmented = augmentation is null ? null : new AugmentedRows(dataset, augmentation, seed, _features, team);
    }

    /// <summary>The number of examples of a batch, other than the last; at most the number of examples.</summary>
    public int BatchSize { get; }

    /// <summary>Whether the last batch of an epoch is left out where it is smaller than the others.</summary>
    public bool DropLast { get; }

    /// <summary>The number of batches of an epoch.</summary>
    public int Count => _dataset.GetBatchCount(BatchSize, DropLast);

    /// <summary>
    /// The batches of an epoch: every example once, unless the last batch is left out, in an order that the seed and the
    /// epoch determine.
    /// </summary>
    /// <param name="epoch">The number of the epoch.</param>
    /// <param name="firstBatch">The batch to begin with: 0, or how many are done where an epoch is resumed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public Enumerable GetEpoch(int epoch, int firstBatch = 0)
    {
        Guard.CheckBetween(0, Count, firstBatch);
        _epoch = epoch;
        for (var i = 0; i < _order.Length; i++)
            _order[i] = i;
        RandomStreams.Epoch(_seed, epoch).Shuffle(_order);
        return new Enumerable(this, firstBatch);
    }

    private MiniBatch Read(int index)
    {
        var chosen = _order.AsMemory(index * BatchSize, Math.Min(BatchSize, _order.Length - index * BatchSize));
        var rows = chosen.Span;
        if (_augmented is null)
            CopyRows(_dataset.Features, rows, _features);
        else
            _augmented.Write(chosen, _epoch);
        CopyRows(_dataset.Labels, rows, _labels);
        CopyRows(_dataset.Targets, rows, _targets);
        return new MiniBatch(_features, _labels, _targets, BatchSize).Slice(0, rows.Length);
    }

    private void CopyRows<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> rows, Span<T> target)
    {
        var size = source.Length / _dataset.Count;
        for (var i = 0; i < rows.Length; i++)
            source.Slice(rows[i] * size, size).CopyTo(target[(i * size)..]);
    }

    /// <summary>The batches of an epoch, for <see langword="foreach"/>.</summary>
    public readonly struct Enumerable
    {
        private readonly MiniBatches _batches;
        private readonly int _firstBatch;

        internal Enumerable(MiniBatches batches, int firstBatch) => (_batches, _firstBatch) = (batches, firstBatch);

        /// <summary>Begins before the first batch.</summary>
        public Enumerator GetEnumerator() => new(_batches, _firstBatch);
    }

    /// <summary>Goes through the batches of an epoch.</summary>
    public ref struct Enumerator
    {
        private readonly MiniBatches _batches;
        private int _index;

        internal Enumerator(MiniBatches batches, int firstBatch) => (_batches, _index) = (batches, firstBatch);

        /// <summary>The batch, good until the next.</summary>
        public MiniBatch Current { get; private set; }

        /// <summary>Goes to the next batch, if there is one.</summary>
        public bool MoveNext()
        {
            if (_index == _batches.Count)
                return false;
            Current = _batches.Read(_index++);
            return true;
        }
    }
}
