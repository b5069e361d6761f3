using System.Globalization;

namespace FusedOptim.Training;

/// <summary>
/// Batch normalization: y = γ·(x − μ)/√(σ² + ε) + β for each feature, where learning takes the mean μ and the variance σ²
/// of the feature over the examples and positions of the batch (Ioffe and Szegedy, "Batch normalization: accelerating deep
/// network training by reducing internal covariate shift", 2015). What was learned is used with running statistics,
/// r ← (1 − momentum)·r + momentum·(statistic of the batch), with the unbiased variance, as in PyTorch. Parameters:
/// "weight" (γ, starts at 1) and "bias" (β, starts at 0); buffers: "running_mean" (starts at 0) and "running_var" (starts
/// at 1).
/// </summary>
/// <remarks>
/// Computed in double, in order, rounded where it is stored: the same bits on every machine and any number of threads. A
/// batch to learn from must have at least two values of each feature; one value has no variance. Running statistics move
/// in every pass to learn from, also where both parameters are frozen. They belong to the weights that the network was
/// trained with: other weights, such as averages, need statistics of their own (<see cref="UpdateStatistics"/>).
/// </remarks>
public sealed record BatchNorm : Layer
{
    /// <summary>Batch normalization.</summary>
    /// <param name="features">The number of features, at least 1; by default as many as it is given.</param>
    /// <param name="momentum">How much the running statistics take of a batch's: from 0 to 1.</param>
    /// <param name="epsilon">ε: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public BatchNorm(int? features = null, double momentum = 0.1, double epsilon = 1e-5)
    {
        ArgumentRange.Check(features is null or >= 1, features ?? 0, "at least 1", nameof(features));
        ArgumentRange.Check(momentum is >= 0 and <= 1, momentum, "from 0 to 1");
        ArgumentRange.CheckPositive(epsilon);
        Features = features;
        Momentum = momentum;
        Epsilon = epsilon;
    }

    /// <summary>The number of features; null for as many as it is given.</summary>
    public int? Features { get; }

    /// <summary>How much the running statistics take of a batch's.</summary>
    public double Momentum { get; }

    /// <summary>What is added to the variance, so that features that hardly vary are not blown up: ε.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// Takes the running statistics of a network again, by the weights that it holds: the mean over the data of what
    /// batches have, as PyTorch's <c>update_bn</c> computes it, weighted by the number of examples of a batch. Batches are cut in
    /// one random order. Momentum has no part in the mean, and dropout drops nothing. Without batch normalization in the
    /// network, nothing changes.
    /// </summary>
    /// <remarks>
    /// For weights that statistics were not taken with while the network was trained: averaged weights, those of
    /// schedule-free rules, weights that were set by hand. In a loop by hand, call it while the weights to evaluate with are in
    /// place; <see cref="Trainer.UpdateBatchNorm"/> does so:
    /// <code>
    /// using (optimizer.UseEvaluationWeights())
    /// {
    ///     BatchNorm.UpdateStatistics(network, training);
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
    /// <exception cref="InvalidOperationException">A statistic would be NaN or infinite. Nothing has changed.</exception>
    public static void UpdateStatistics(Network<float> network, Dataset dataset, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(dataset);
        ArgumentRange.AtLeast(2, batchSize);
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

    /// <inheritdoc/>
    public override string Kind => "batchnorm";

    /// <inheritdoc/>
    public override int? InputFeatures => Features;

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var features = builder.InputShape.Features;
        // Two values of each feature, so that there is a variance; the positions of one example are enough.
        builder.RequireBatch(builder.InputShape.Positions == 1 ? 2 : 1);
        return new BatchNormLayer<T>(builder.Team, features, builder.Name)
        {
            Momentum = Momentum,
            Epsilon = Epsilon,
            Scale = builder.Add("weight", ParameterKind.Scale, new Constant(1), features, features, features),
            Bias = builder.Add("bias", ParameterKind.Bias, Initializer.Zeros, features, features, features),
            RunningMean = builder.AddBuffer("running_mean", T.Zero, features),
            RunningVariance = builder.AddBuffer("running_var", T.One, features),
        };
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
