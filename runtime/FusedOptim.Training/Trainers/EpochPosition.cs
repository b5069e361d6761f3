using FusedOptim.Training.Checkpoints;
using FusedOptim.Training.Data;

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
            .AddCount("trainer.batch", () => Batch, value => Batch = value)
            .AddCount("trainer.batch_size", () => _batchSize, value => _batchSize = value)
            .AddCount("trainer.batch_count", () => _batchCount, value => _batchCount = value)
            .Add("trainer.loss_sum", () => Sum.Loss, value => Sum.Loss = value)
            .Add(
                "trainer.loss_weight", () => Sum.Weight, value => Sum.Weight = value,
                value => value >= 0 && double.IsFinite(value) ? null : "at least 0 and finite")
            .AddCount("trainer.right", () => Sum.Right, value => Sum.Right = value)
            .AddCount("trainer.examples", () => Sum.Count, value => Sum.Count = value)
            .AddFlag("trainer.has_labels", () => Sum.HasLabels, value => Sum.HasLabels = value);
    }
}
