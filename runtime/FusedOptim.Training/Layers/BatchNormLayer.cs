using System.Numerics;
using System.Runtime.Intrinsics;

namespace FusedOptim.Training;

/// <summary>
/// Batch normalization in one precision. Threads share the features; each sums over the rows in order, in double.
/// </summary>
internal sealed class BatchNormLayer<T>(WorkerTeam team, int featureCount, string name) : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FeatureBlocks _blocks = new(featureCount);
    private readonly double[] _means = new double[DoubleLanes.Padded(featureCount)];
    private readonly double[] _inverseDeviations = new double[DoubleLanes.Padded(featureCount)];
    // γ/σ.
    private readonly double[] _factors = new double[DoubleLanes.Padded(featureCount)];
    // Of whatever is summed at the moment.
    private readonly double[] _sums = new double[DoubleLanes.Padded(featureCount)];
    private readonly double[] _products = new double[DoubleLanes.Padded(featureCount)];
    private bool _isTraining;

    public required double Momentum { get; init; }

    public required double Epsilon { get; init; }

    public required Parameter<T> Scale { get; init; }

    public required Parameter<T> Bias { get; init; }

    public required Parameter<T> RunningMean { get; init; }

    public required Parameter<T> RunningVariance { get; init; }

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        if (pass.IsTraining && inputs.Length < 2 * featureCount)
        {
            throw new ArgumentException(
                $"'{name}' is given one value of each feature to learn from; it normalizes by their variance over the " +
                "batch, which takes at least two. Choose a batch size that leaves no batch of one example.", nameof(inputs));
        }

        _isTraining = pass.IsTraining;
        Share(LayerPhase.Forward, _blocks.Count, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients) =>
        Share(LayerPhase.Backward, _blocks.Count, inputs, outputGradients, inputGradients);

    protected override void Run(
        LayerPhase phase, int start, int end, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results)
    {
        var (first, last) = _blocks.Features(start, end);
        if (first >= last)
            return;
        if (phase == LayerPhase.Forward)
        {
            if (_isTraining)
                TakeStatistics(inputs, first, last);
            else
                TakeRunningStatistics(first, last);
            Normalize(inputs, results, first, last);
        }
        else
        {
            SumGradients(inputs, gradients, first, last);
            if (!results.IsEmpty)
                WriteInputGradients(inputs, gradients, results, first, last);
        }
    }

    private void TakeStatistics(ReadOnlySpan<T> inputs, int first, int last)
    {
        var count = inputs.Length / featureCount;
        var means = Part(_means, first, last);
        var squares = Part(_sums, first, last);
        means.Clear();
        for (var rest = inputs; !rest.IsEmpty; rest = rest[featureCount..])
        {
            var row = rest[first..last];
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
                DoubleLanes.Store(DoubleLanes.Load<double>(means, i) + DoubleLanes.Load(row, i), means, i);
        }

        foreach (ref var mean in means)
            mean /= count;
        squares.Clear();
        for (var rest = inputs; !rest.IsEmpty; rest = rest[featureCount..])
        {
            var row = rest[first..last];
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            {
                var deviation = DoubleLanes.Load(row, i) - DoubleLanes.Load<double>(means, i);
                DoubleLanes.Store(DoubleLanes.Load<double>(squares, i) + deviation * deviation, squares, i);
            }
        }

        for (var j = first; j < last; j++)
        {
            SetDeviation(j, _sums[j] / count);
            Move(ref RunningMean.Values[j], _means[j]);
            Move(ref RunningVariance.Values[j], _sums[j] / (count - 1));
        }
    }

    private void TakeRunningStatistics(int first, int last)
    {
        for (var j = first; j < last; j++)
        {
            _means[j] = double.CreateTruncating(RunningMean.Values[j]);
            SetDeviation(j, double.CreateTruncating(RunningVariance.Values[j]));
        }
    }

    private void SetDeviation(int feature, double variance)
    {
        _inverseDeviations[feature] = 1 / Math.Sqrt(variance + Epsilon);
        _factors[feature] = double.CreateTruncating(Scale.Values[feature]) * _inverseDeviations[feature];
    }

    private void Move(ref T average, double value) =>
        average = T.CreateTruncating((1 - Momentum) * double.CreateTruncating(average) + Momentum * value);

    private void Normalize(ReadOnlySpan<T> inputs, Span<T> outputs, int first, int last)
    {
        var means = Part(_means, first, last);
        var factors = Part(_factors, first, last);
        var shifts = (ReadOnlySpan<T>)Bias.Values[first..last];
        for (var start = 0; start < inputs.Length; start += featureCount)
        {
            var row = inputs[(start + first)..(start + last)];
            var result = outputs[(start + first)..(start + last)];
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            {
                var deviation = DoubleLanes.Load(row, i) - DoubleLanes.Load<double>(means, i);
                DoubleLanes.Store(
                    deviation * DoubleLanes.Load<double>(factors, i) + DoubleLanes.Load(shifts, i), result, i);
            }
        }
    }

    // Σ g and Σ g·(x − μ): the derivatives by β and, times σ, by γ; what g loses to the statistics follows from them.
    private void SumGradients(ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, int first, int last)
    {
        var means = Part(_means, first, last);
        var sums = Part(_sums, first, last);
        var products = Part(_products, first, last);
        sums.Clear();
        products.Clear();
        for (var start = 0; start < inputs.Length; start += featureCount)
        {
            var row = inputs[(start + first)..(start + last)];
            var gradientRow = gradients[(start + first)..(start + last)];
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            {
                var gradient = DoubleLanes.Load(gradientRow, i);
                var deviation = DoubleLanes.Load(row, i) - DoubleLanes.Load<double>(means, i);
                DoubleLanes.Store(DoubleLanes.Load<double>(sums, i) + gradient, sums, i);
                DoubleLanes.Store(DoubleLanes.Load<double>(products, i) + gradient * deviation, products, i);
            }
        }

        var count = inputs.Length / featureCount;
        for (var j = first; j < last; j++)
        {
            var inverse = _inverseDeviations[j];
            Bias.Gradients[j] += T.CreateTruncating(_sums[j]);
            Scale.Gradients[j] += T.CreateTruncating(_products[j] * inverse);
            _sums[j] /= count;
            _products[j] *= inverse * inverse / count;
        }
    }

    // γ/σ·(g − mean(g) − x̂·mean(g·x̂)), with x̂ = (x − μ)/σ.
    private void WriteInputGradients(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results, int first, int last)
    {
        var means = Part(_means, first, last);
        var factors = Part(_factors, first, last);
        var sums = Part(_sums, first, last);
        var products = Part(_products, first, last);
        for (var start = 0; start < inputs.Length; start += featureCount)
        {
            var row = inputs[(start + first)..(start + last)];
            var gradientRow = gradients[(start + first)..(start + last)];
            var result = results[(start + first)..(start + last)];
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            {
                var deviation = DoubleLanes.Load(row, i) - DoubleLanes.Load<double>(means, i);
                var gradient = DoubleLanes.Load(gradientRow, i) - DoubleLanes.Load<double>(sums, i);
                DoubleLanes.Store(
                    DoubleLanes.Load<double>(factors, i) * (gradient - deviation * DoubleLanes.Load<double>(products, i)),
                    result, i);
            }
        }
    }

    private static Span<double> Part(double[] values, int first, int last) =>
        values.AsSpan(first, DoubleLanes.Padded(last - first));
}
