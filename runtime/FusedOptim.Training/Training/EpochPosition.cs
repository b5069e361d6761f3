namespace FusedOptim.Training;

/// <summary>How far an epoch is, with what was seen in it.</summary>
internal sealed class EpochPosition
{
    private int _batchSize;
    private int _batchCount;

    /// <summary>Losses and right answers of the batches that are done.</summary>
    public EvaluationSum Sum;

    /// <summary>How many batches are done.</summary>
    public int Batch { get; set; }

    /// <summary>Whether an epoch of these batches is under way.</summary>
    public bool IsOf(MiniBatches batches) =>
        Batch > 0 && (_batchSize, _batchCount) == (batches.BatchSize, batches.Count);

    /// <summary>Begins an epoch.</summary>
    public void Begin(int batchSize, int batchCount)
    {
        (_batchSize, _batchCount, Batch) = (batchSize, batchCount, 0);
        Sum = default;
    }

    /// <summary>Adds the position to a checkpoint.</summary>
    public void AddTo(Checkpoint checkpoint)
    {
        checkpoint
            .Add("trainer.batch", () => Batch, value => Batch = checked((int)value))
            .Add("trainer.batch_size", () => _batchSize, value => _batchSize = checked((int)value))
            .Add("trainer.batch_count", () => _batchCount, value => _batchCount = checked((int)value))
            .Add("trainer.loss_sum", () => Sum.Loss, value => Sum.Loss = value)
            .Add("trainer.right", () => Sum.Right, value => Sum.Right = checked((int)value))
            .Add("trainer.examples", () => Sum.Count, value => Sum.Count = checked((int)value))
            .Add("trainer.has_labels", () => Sum.HasLabels ? 1L : 0, value => Sum.HasLabels = value != 0);
    }
}
