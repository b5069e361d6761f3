using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>
/// Batch normalization in one precision. Threads share the features; each sums over the rows in order, in double.
/// </summary>
internal sealed class BatchNormLayer<T>(WorkerTeam team, int featureCount, string name) : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly double s_largest = typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

    private readonly FeatureBlocks _blocks = new(featureCount);
    private readonly Vector256<double>[] _means = new FeatureBlocks(featureCount).Allocate();
    private readonly Vector256<double>[] _inverseDeviations = new FeatureBlocks(featureCount).Allocate();
    // γ/σ, and β.
    private readonly Vector256<double>[] _factors = new FeatureBlocks(featureCount).Allocate();
    private readonly Vector256<double>[] _shifts = new FeatureBlocks(featureCount).Allocate();
    // Of whatever is summed at the moment.
    private readonly Vector256<double>[] _sums = new FeatureBlocks(featureCount).Allocate();
    private readonly Vector256<double>[] _products = new FeatureBlocks(featureCount).Allocate();
    // Of the row at the moment.
    private readonly Vector256<double>[] _row = new FeatureBlocks(featureCount).Allocate();
    private readonly Vector256<double>[] _gradientRow = new FeatureBlocks(featureCount).Allocate();
    private bool _isTraining;
    private bool _takesStatistics;
    private double _share;

    public required double Momentum { get; init; }

    public required double Epsilon { get; init; }

    public required Parameter<T> Scale { get; init; }

    public required Parameter<T> Bias { get; init; }

    public required Parameter<T> RunningMean { get; init; }

    public required Parameter<T> RunningVariance { get; init; }

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        _isTraining = pass.IsTraining;
        _takesStatistics = pass.IsTraining || pass.StatisticsShare is not null;
        // The network refuses such a batch before any layer computes; here it can only come from a layer of the user's.
        if (_takesStatistics && inputs.Length < 2 * featureCount)
        {
            throw new ArgumentException(
                $"'{name}' is given one value of each feature to learn from; it normalizes by their variance over the " +
                "batch, which takes at least two.", nameof(inputs));
        }

        _share = pass.StatisticsShare ?? Momentum;
        Share(LayerPhase.Forward, _blocks.Count, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients) =>
        Share(LayerPhase.Backward, _blocks.Count, inputs, outputGradients, inputGradients);

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var features = _blocks.Of(start, end);
        if (features.Length <= 0)
            return;
        if (phase == LayerPhase.Forward)
        {
            if (_takesStatistics)
                TakeStatistics(inputs, features);
            else
                TakeRunningStatistics(features);
            Normalize(inputs, results, features);
        }
        else
        {
            SumGradients(inputs, gradients, features);
            if (!results.IsEmpty)
                WriteInputGradients(inputs, gradients, results, features);
        }
    }

    private void TakeStatistics(ReadOnlySpan<T> inputs, FeatureBlocks.Range features)
    {
        var count = inputs.Length / featureCount;
        var row = features.Lanes(_row);
        var means = features.Lanes(_means);
        means.Clear();
        for (var i = 0; i < count; i++)
        {
            DoubleLanes.Widen(features.Part(inputs, i), row);
            for (var j = 0; j < row.Length; j++)
                means[j] += row[j];
        }

        foreach (ref var mean in means)
            mean /= count;
        var squares = features.Lanes(_sums);
        squares.Clear();
        for (var i = 0; i < count; i++)
        {
            DoubleLanes.Widen(features.Part(inputs, i), row);
            for (var j = 0; j < row.Length; j++)
            {
                var deviation = row[j] - means[j];
                squares[j] += deviation * deviation;
            }
        }

        var meanValues = DoubleLanes.Values(means);
        var squareValues = DoubleLanes.Values(squares);
        for (var j = 0; j < features.Length; j++)
        {
            var (mean, variance) = (meanValues[j], squareValues[j] / (count - 1));
            // What is not finite would stay in the running statistics for ever. Where they are taken again, it is refused.
            if (_isTraining && (!double.IsFinite(mean) || !double.IsFinite(variance)))
                continue;
            Move(ref RunningMean.Values[features.First + j], mean);
            Move(ref RunningVariance.Values[features.First + j], variance);
        }

        foreach (ref var square in squares)
            square /= count;
        SetFactors(squares, features);
    }

    private void TakeRunningStatistics(FeatureBlocks.Range features)
    {
        DoubleLanes.Widen<T>(RunningMean.Values[features.First..features.End], features.Lanes(_means));
        DoubleLanes.Widen<T>(RunningVariance.Values[features.First..features.End], features.Lanes(_sums));
        SetFactors(features.Lanes(_sums), features);
    }

    private void SetFactors(ReadOnlySpan<Vector256<double>> variances, FeatureBlocks.Range features)
    {
        var inverses = features.Lanes(_inverseDeviations);
        var factors = features.Lanes(_factors);
        DoubleLanes.Widen<T>(Scale.Values[features.First..features.End], factors);
        DoubleLanes.Widen<T>(Bias.Values[features.First..features.End], features.Lanes(_shifts));
        for (var j = 0; j < variances.Length; j++)
        {
            inverses[j] = Vector256<double>.One / Vector256.Sqrt(variances[j] + Vector256.Create(Epsilon));
            factors[j] *= inverses[j];
        }
    }

    // A finite variance of single precision can be beyond it: in training the average stops at the largest number.
    private void Move(ref T average, double value)
    {
        var moved = (1 - _share) * double.CreateTruncating(average) + _share * value;
        average = T.CreateTruncating(_isTraining ? Math.Min(moved, s_largest) : moved);
    }

    private void Normalize(ReadOnlySpan<T> inputs, Span<T> outputs, FeatureBlocks.Range features)
    {
        var row = features.Lanes(_row);
        var means = features.Lanes(_means);
        var factors = features.Lanes(_factors);
        var shifts = features.Lanes(_shifts);
        for (var i = 0; i < inputs.Length / featureCount; i++)
        {
            DoubleLanes.Widen(features.Part(inputs, i), row);
            for (var j = 0; j < row.Length; j++)
                row[j] = (row[j] - means[j]) * factors[j] + shifts[j];
            DoubleLanes.Narrow(row, features.Part(outputs, i));
        }
    }

    // Σ g and Σ g·(x − μ): the derivatives by β and, times σ, by γ; what g loses to the statistics follows from them.
    private void SumGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, FeatureBlocks.Range features)
    {
        var count = inputs.Length / featureCount;
        var row = features.Lanes(_row);
        var gradientRow = features.Lanes(_gradientRow);
        var means = features.Lanes(_means);
        var inverses = features.Lanes(_inverseDeviations);
        var sums = features.Lanes(_sums);
        var products = features.Lanes(_products);
        sums.Clear();
        products.Clear();
        for (var i = 0; i < count; i++)
        {
            DoubleLanes.Widen(features.Part(inputs, i), row);
            DoubleLanes.Widen(features.Part(gradients, i), gradientRow);
            for (var j = 0; j < row.Length; j++)
            {
                sums[j] += gradientRow[j];
                products[j] += gradientRow[j] * (row[j] - means[j]);
            }
        }

        for (var j = 0; j < row.Length; j++)
        {
            // Times σ, as a derivative by γ; and as what the formula below has.
            row[j] = products[j] * inverses[j];
            products[j] = row[j] * inverses[j] / count;
        }

        features.AddToGradients(Scale, row);
        features.AddToGradients(Bias, sums);
        foreach (ref var sum in sums)
            sum /= count;
    }

    // γ/σ·(g − mean(g) − x̂·mean(g·x̂)), with x̂ = (x − μ)/σ.
    private void WriteInputGradients(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results, FeatureBlocks.Range features)
    {
        var row = features.Lanes(_row);
        var gradientRow = features.Lanes(_gradientRow);
        var means = features.Lanes(_means);
        var factors = features.Lanes(_factors);
        var sums = features.Lanes(_sums);
        var products = features.Lanes(_products);
        for (var i = 0; i < inputs.Length / featureCount; i++)
        {
            DoubleLanes.Widen(features.Part(inputs, i), row);
            DoubleLanes.Widen(features.Part(gradients, i), gradientRow);
            for (var j = 0; j < row.Length; j++)
                row[j] = factors[j] * (gradientRow[j] - sums[j] - (row[j] - means[j]) * products[j]);
            DoubleLanes.Narrow(row, features.Part(results, i));
        }
    }
}
