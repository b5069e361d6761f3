using System.Globalization;
using FusedOptim.Guards;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>The running statistics of the batch normalization in a network.</summary>
public static class BatchNormStatistics
{
    /// <summary>
    /// Takes the running statistics of a network again, by the weights that it holds: the mean over the data of what
    /// batches have, as PyTorch's <c>update_bn</c> computes it, weighted by the number of examples of a batch. Batches are cut in
    /// one random order. Momentum has no part in the mean, and dropout drops nothing. Without <see cref="BatchNorm"/> in the
    /// network, nothing changes.
    /// </summary>
    /// <remarks>
    /// For weights that statistics were not taken with while the network was trained: averaged weights, those of
    /// schedule-free rules, weights that were set by hand. In a loop by hand, call it while the weights to evaluate with are in
    /// place; <see cref="Trainer.UpdateBatchNorm"/> does so:
    /// <code>
    /// using (optimizer.UseEvaluationWeights())
    /// {
    ///     network.UpdateBatchNorm(training);
    ///     network.Save(path);
    /// }
    /// </code>
    /// The statistics stay until training moves them.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The data that the network was trained on.</param>
    /// <param name="batchSize">The number of examples per batch, at least 2; more where the last batch would have only one
    /// example.</param>
    /// <exception cref="ArgumentException">The data have another number of features than the network takes, or only one
    /// example of one position. Nothing has changed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 2.</exception>
    /// <exception cref="InvalidOperationException">A statistic would be NaN or infinite, or the network is in use on
    /// another thread. Nothing has changed.</exception>
    public static void UpdateBatchNorm(this Network<float> network, Dataset dataset, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var access = network.Access.Enter();
        network.CheckFeatures(dataset);
        Guard.AtLeast(2, batchSize);
        var buffers = network.Parameters.Buffers;
        if (buffers.Count == 0)
            return;
        float[][] before = [.. buffers.Select(buffer => buffer.Values.ToArray())];
        try
        {
            // One example has no variance.
            while (dataset.Count % batchSize == 1 && batchSize < dataset.Count)
                batchSize++;
            var count = 0;
            foreach (var batch in dataset.GetBatches(batchSize, seed: 0).GetEpoch(1))
            {
                count += batch.Count;
                network.TakeStatistics(batch.Features, share: (double)batch.Count / count);
            }

            foreach (var buffer in buffers)
                CheckFinite(buffer);
        }
        catch
        {
            foreach (var (buffer, values) in buffers.Zip(before))
                buffer.CopyFrom(values);
            throw;
        }
    }

    private static void CheckFinite(Parameter<float> buffer)
    {
        foreach (var value in buffer.Values)
        {
            if (!float.IsFinite(value))
            {
                throw new InvalidOperationException(
                    $"'{buffer.Name}' would have the value {value.ToString(CultureInfo.InvariantCulture)}; statistics must be " +
                    "finite. Check the weights and the data: activations overflow or are NaN.");
            }
        }
    }
}
