using System.Numerics;
using System.Runtime.Intrinsics;

namespace FusedOptim.Training;

/// <summary>
/// Layer normalization in one precision. Threads share the positions, and for the derivatives by the parameters, which are
/// sums over positions in order, the features.
/// </summary>
internal sealed class LayerNormLayer<T>(WorkerTeam team, double epsilon, Parameter<T> scale, Parameter<T> bias)
    : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _featureCount = (int)scale.Count;
    private readonly FeatureBlocks _blocks = new((int)scale.Count);
    private readonly double[] _scaleSums = new double[DoubleLanes.Padded((int)scale.Count)];
    private readonly double[] _biasSums = new double[DoubleLanes.Padded((int)scale.Count)];
    // Of each position.
    private readonly ScratchMemory<double> _means = new();
    private readonly ScratchMemory<double> _inverseDeviations = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var count = inputs.Length / _featureCount;
        // Grown here, not by the threads.
        _means.Take(count);
        _inverseDeviations.Take(count);
        Share(LayerPhase.Forward, count, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        Share(LayerPhase.ParameterGradients, _blocks.Count, inputs, outputGradients, default);
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, inputs.Length / _featureCount, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, Span<T> results)
    {
        var count = inputs.Length / _featureCount;
        var means = _means.Take(count);
        var inverses = _inverseDeviations.Take(count);
        if (phase == LayerPhase.ParameterGradients)
        {
            var (first, last) = _blocks.Features(start, end);
            if (first < last)
                AddParameterGradients(inputs, gradients, means, inverses, first, last);
            return;
        }

        for (var position = start; position < end; position++)
        {
            var row = inputs.Slice(position * _featureCount, _featureCount);
            var result = results.Slice(position * _featureCount, _featureCount);
            if (phase == LayerPhase.Forward)
                (means[position], inverses[position]) = Normalize(row, result);
            else
                WriteInputGradients(
                    row, gradients.Slice(position * _featureCount, _featureCount), means[position], inverses[position], result);
        }
    }

    private (double Mean, double InverseDeviation) Normalize(ReadOnlySpan<T> row, Span<T> result)
    {
        var mean = DoubleLanes.Sum(row) / row.Length;
        var inverse = 1 / Math.Sqrt(DoubleLanes.SumSquaredDeviations(row, mean) / row.Length + epsilon);
        var (means, inverses) = (Vector256.Create(mean), Vector256.Create(inverse));
        ReadOnlySpan<T> scales = scale.Values, shifts = bias.Values;
        for (var i = 0; i < row.Length; i += DoubleLanes.Count)
        {
            var normalized = (DoubleLanes.Load(row, i) - means) * inverses;
            DoubleLanes.Store(normalized * DoubleLanes.Load(scales, i) + DoubleLanes.Load(shifts, i), result, i);
        }

        return (mean, inverse);
    }

    // 1/σ·(h − mean(h) − x̂·mean(h·x̂)), with x̂ = (x − μ)/σ and h = g·γ.
    private void WriteInputGradients(
        ReadOnlySpan<T> row, ReadOnlySpan<T> gradients, double mean, double inverse, Span<T> result)
    {
        var (means, inverses) = (Vector256.Create(mean), Vector256.Create(inverse));
        var (sums, products) = (Vector256<double>.Zero, Vector256<double>.Zero);
        ReadOnlySpan<T> scales = scale.Values;
        for (var i = 0; i < row.Length; i += DoubleLanes.Count)
        {
            var scaled = DoubleLanes.Load(gradients, i) * DoubleLanes.Load(scales, i);
            sums += scaled;
            products += scaled * (DoubleLanes.Load(row, i) - means);
        }

        var meanGradients = Vector256.Create(DoubleLanes.Sum(sums) / row.Length);
        var slopes = Vector256.Create(DoubleLanes.Sum(products) * inverse * inverse / row.Length);
        for (var i = 0; i < row.Length; i += DoubleLanes.Count)
        {
            var scaled = DoubleLanes.Load(gradients, i) * DoubleLanes.Load(scales, i);
            var deviations = DoubleLanes.Load(row, i) - means;
            DoubleLanes.Store(inverses * (scaled - meanGradients - deviations * slopes), result, i);
        }
    }

    private void AddParameterGradients(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, ReadOnlySpan<double> means, ReadOnlySpan<double> inverses,
        int first, int last)
    {
        var scaleSums = _scaleSums.AsSpan(first, DoubleLanes.Padded(last - first));
        var biasSums = _biasSums.AsSpan(first, DoubleLanes.Padded(last - first));
        scaleSums.Clear();
        biasSums.Clear();
        for (var position = 0; position < means.Length; position++)
        {
            var row = inputs.Slice(position * _featureCount + first, last - first);
            var gradientRow = gradients.Slice(position * _featureCount + first, last - first);
            var (mean, inverse) = (Vector256.Create(means[position]), Vector256.Create(inverses[position]));
            for (var i = 0; i < row.Length; i += DoubleLanes.Count)
            {
                var gradient = DoubleLanes.Load(gradientRow, i);
                var normalized = (DoubleLanes.Load(row, i) - mean) * inverse;
                DoubleLanes.Store(DoubleLanes.Load<double>(scaleSums, i) + gradient * normalized, scaleSums, i);
                DoubleLanes.Store(DoubleLanes.Load<double>(biasSums, i) + gradient, biasSums, i);
            }
        }

        for (var j = first; j < last; j++)
        {
            scale.Gradients[j] += T.CreateTruncating(_scaleSums[j]);
            bias.Gradients[j] += T.CreateTruncating(_biasSums[j]);
        }
    }
}
