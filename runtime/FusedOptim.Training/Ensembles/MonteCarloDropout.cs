using FusedOptim.Guards;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Ensembles;

/// <summary>
/// Monte Carlo dropout: predicts several times while dropout drops, and takes the mean and the spread of the predictions. The spread
/// tells how unsure the network is (Gal and Ghahramani, "Dropout as a Bayesian approximation: representing model uncertainty in deep
/// learning", 2016).
/// </summary>
/// <remarks>
/// Layers that draw random numbers draw them in each pass (<see cref="Dropout"/>); all others compute as in
/// <see cref="Network{T}.Predict"/>, such as <see cref="BatchNorm"/> with its running statistics. Masks are a function of the seed, the
/// pass and the place of the example in the data set: the same on every machine, and others than those of training. Means and deviations
/// are computed in double and rounded. By the weights that the network holds; those of a <see cref="Trainer"/> that averages are in place
/// within <see cref="Trainer.UseEvaluationWeights"/>.
/// </remarks>
public static class MonteCarloDropout
{
    private delegate void OutputFunction(ReadOnlySpan<float> outputs, Span<double> values);

    /// <summary>Samples the outputs for all examples of a data set.</summary>
    /// <param name="network">The network, with a layer that draws random numbers.</param>
    /// <param name="dataset">The data; labels and target values are not used.</param>
    /// <param name="passes">The number of passes; at least 2.</param>
    /// <param name="seed">The seed of the masks.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The network has no layer that draws random numbers, or the data do not fit it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two passes.</exception>
    /// <exception cref="InvalidOperationException">The network is in use on another thread.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static SampledPredictions SamplePredictions(
        this Network<float> network, Dataset dataset, int passes = 30, long seed = 0, CancellationToken cancellationToken = default) =>
        Sample(network, dataset, passes, seed, static (outputs, values) => Widen(outputs, values), cancellationToken);

    /// <summary>Samples the probabilities of the classes, the softmax of the outputs, for all examples of a data set.</summary>
    /// <inheritdoc cref="SamplePredictions"/>
    public static SampledPredictions SampleProbabilities(
        this Network<float> network, Dataset dataset, int passes = 30, long seed = 0, CancellationToken cancellationToken = default) =>
        Sample(network, dataset, passes, seed, Softmax.Compute, cancellationToken);

    private static SampledPredictions Sample(
        Network<float> network, Dataset dataset, int passes, long seed, OutputFunction function, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        Guard.AtLeast(2, passes);
        using var access = network.Access.Enter();
        network.CheckFeatures(dataset);
        if (!network.DrawsRandomNumbers)
        {
            throw new ArgumentException(
                $"The network has no layer that draws random numbers, so that all passes would be the same ({network.Model}). Add " +
                $"{nameof(Dropout)}, and train the network with it.", nameof(network));
        }

        var size = network.OutputSize;
        var mean = new float[checked(dataset.Count * size)];
        var deviation = new float[mean.Length];
        var means = new double[Math.Min(NetworkPredictions.BatchSize, dataset.Count) * size];
        var squares = new double[means.Length];
        var values = new double[size];
        for (var row = 0; row < dataset.Count; row += NetworkPredictions.BatchSize)
        {
            var batch = dataset.Slice(row, Math.Min(NetworkPredictions.BatchSize, dataset.Count - row));
            means.AsSpan().Clear();
            squares.AsSpan().Clear();
            for (var pass = 0; pass < passes; pass++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outputs = network.Sample(batch.Features, seed, pass, row);
                for (var start = 0; start < outputs.Length; start += size)
                {
                    function(outputs.Slice(start, size), values);
                    Take(values, pass + 1, means.AsSpan(start, size), squares.AsSpan(start, size));
                }
            }

            for (var i = 0; i < batch.Count * size; i++)
            {
                mean[row * size + i] = (float)means[i];
                deviation[row * size + i] = (float)Math.Sqrt(squares[i] / (passes - 1));
            }
        }

        return new SampledPredictions(size, passes, mean, deviation);
    }

    // Welford's recurrence: sums of squares would cancel where the spread is small beside the mean.
    private static void Take(ReadOnlySpan<double> values, int count, Span<double> means, Span<double> squares)
    {
        for (var j = 0; j < values.Length; j++)
        {
            var difference = values[j] - means[j];
            means[j] += difference / count;
            squares[j] += difference * (values[j] - means[j]);
        }
    }

    private static void Widen(ReadOnlySpan<float> outputs, Span<double> values)
    {
        for (var j = 0; j < outputs.Length; j++)
            values[j] = outputs[j];
    }
}
