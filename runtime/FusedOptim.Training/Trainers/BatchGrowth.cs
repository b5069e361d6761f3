using FusedOptim.Guards;

namespace FusedOptim.Training;

/// <summary>
/// Batches that grow where a learning rate would fall: the noise of the gradients falls alike, in fewer steps (Smith,
/// Kindermans, Ying and Le, "Don't decay the learning rate, increase the batch size", 2018).
/// </summary>
public sealed record BatchGrowth
{
    /// <summary>Growth in stages.</summary>
    /// <param name="factor">How many times larger a batch is than in the stage before; at least 2.</param>
    /// <param name="epochs">How many epochs a stage has; at least 1.</param>
    /// <param name="maximum">The greatest size; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public BatchGrowth(int factor, int epochs, int maximum = int.MaxValue)
    {
        Factor = Guard.AtLeast(2, factor);
        Epochs = Guard.AtLeast(1, epochs);
        Maximum = Guard.AtLeast(1, maximum);
    }

    /// <summary>How many times larger a batch is than in the stage before.</summary>
    public int Factor { get; }

    /// <summary>How many epochs a stage has.</summary>
    public int Epochs { get; }

    /// <summary>The greatest size.</summary>
    public int Maximum { get; }

    /// <summary>The size of the batches of an epoch.</summary>
    /// <param name="batchSize">The size in the first stage; at least 1. Where it is above the maximum, batches stay as they
    /// are.</param>
    /// <param name="epoch">The epoch, counted from 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public int GetBatchSize(int batchSize, int epoch)
    {
        Guard.AtLeast(1, batchSize);
        Guard.AtLeast(1, epoch);
        var size = (long)batchSize;
        for (var stage = (epoch - 1) / Epochs; stage > 0 && size < Maximum; stage--)
            size *= Factor;
        return (int)Math.Min(size, Math.Max(Maximum, batchSize));
    }
}
