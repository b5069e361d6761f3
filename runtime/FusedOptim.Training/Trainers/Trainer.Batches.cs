namespace FusedOptim.Training;

/// <content>How large batches are, and whether all layers can learn from them.</content>
public sealed partial class Trainer
{
    private int BatchSizeOf(int epoch, int batchSize) => BatchGrowth?.GetBatchSize(batchSize, epoch) ?? batchSize;

    // All epochs of a call, before the first: batches that grow leave other remainders.
    private void CheckBatches(int exampleCount, int batchSize, int lastEpoch)
    {
        var size = 0;
        for (long epoch = EpochCount + 1L; epoch <= lastEpoch; epoch = FirstOfNextStage(epoch))
        {
            var before = size;
            size = Math.Min(BatchSizeOf((int)epoch, batchSize), exampleCount);
            // Sizes never fall.
            if (size == before)
                return;
            CheckBatch(size, "Each batch", epoch);
            if (exampleCount % size is > 0 and var rest && !DropLast)
                CheckBatch(rest, "The last batch", epoch);
        }

        void CheckBatch(int count, string batch, long epoch)
        {
            if (count >= Network.MinimumBatchSize)
                return;
            var advice = batch == "Each batch"
                ? exampleCount < Network.MinimumBatchSize ? "Give more examples." : "Choose a larger batch size."
                : $"Choose another batch size, or set {nameof(DropLast)} to leave out the last batch.";
            throw new ArgumentException(
                Invariant($"{Network.DescribeMinimumBatch()}. {batch} of epoch {epoch} would have {count}, because there are ") +
                Invariant($"{exampleCount} examples and the batch size is {size}. {advice}"), nameof(batchSize));
        }
    }

    private long FirstOfNextStage(long epoch) =>
        BatchGrowth is { } growth ? ((epoch - 1) / growth.Epochs + 1) * growth.Epochs + 1 : long.MaxValue;
}
