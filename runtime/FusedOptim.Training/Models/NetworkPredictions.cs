namespace FusedOptim.Training;

/// <summary>Predictions for data sets, in batches: nothing more is in memory than one batch and the results. By the weights that a
/// network holds; members of <see cref="Trainer"/> use the evaluation weights.</summary>
public static class NetworkPredictions
{
    // Enough for the matrix product to run at its full rate, and little memory.
    internal const int BatchSize = 256;

    /// <summary>Computes a batch: examples × features to examples × outputs.</summary>
    internal delegate ReadOnlySpan<float> BatchFunction(ReadOnlySpan<float> features);

    /// <summary>Computes the outputs of all examples of a data set, as <see cref="Network{T}.Predict"/> does.</summary>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The data; labels and target values are not used.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <returns>examples × outputs, row by row.</returns>
    /// <exception cref="ArgumentException">The data have another number of features than the network takes, or features of other
    /// names (<see cref="Network{T}.InputNames"/>), or some are missing.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static float[] Predict(this Network<float> network, Dataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Run(network, dataset, network.Predict, cancellationToken);
    }

    /// <summary>Computes the probability of each class for all examples of a data set, as
    /// <see cref="Network{T}.PredictProbabilities(ReadOnlySpan{T})"/> does.</summary>
    /// <inheritdoc cref="Predict"/>
    public static float[] PredictProbabilities(
        this Network<float> network, Dataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Run(network, dataset, network.PredictProbabilities, cancellationToken);
    }

    /// <summary>Gets the class of each example of a data set, as <see cref="Network{T}.Classify(ReadOnlySpan{T}, Span{int})"/>
    /// does.</summary>
    /// <returns>The class of each example, or −1.</returns>
    /// <inheritdoc cref="Predict"/>
    public static int[] Classify(this Network<float> network, Dataset dataset, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var access = network.Access.Enter();
        network.CheckFeatures(dataset);
        var classes = new int[dataset.Count];
        for (var row = 0; row < dataset.Count; row += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = dataset.Slice(row, Math.Min(BatchSize, dataset.Count - row));
            network.Classify(batch.Features, classes.AsSpan(row, batch.Count));
        }

        return classes;
    }

    internal static float[] Run(
        Network<float> network, Dataset dataset, BatchFunction function, CancellationToken cancellationToken)
    {
        using var access = network.Access.Enter();
        network.CheckFeatures(dataset);
        var results = new float[checked(dataset.Count * network.OutputSize)];
        for (var row = 0; row < dataset.Count; row += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = dataset.Slice(row, Math.Min(BatchSize, dataset.Count - row));
            function(batch.Features).CopyTo(results.AsSpan(row * network.OutputSize));
        }

        return results;
    }
}
