using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

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
    private readonly Vector256<double>[] _scales = new FeatureBlocks((int)scale.Count).Allocate();
    private readonly Vector256<double>[] _shifts = new FeatureBlocks((int)scale.Count).Allocate();
    private readonly Vector256<double>[] _scaleSums = new FeatureBlocks((int)scale.Count).Allocate();
    private readonly Vector256<double>[] _shiftSums = new FeatureBlocks((int)scale.Count).Allocate();
    // The row of now, of each thread; threads that share the features share the first.
    private readonly WorkerRows _rows = new(team, (int)scale.Count);
    private readonly WorkerRows _gradientRows = new(team, (int)scale.Count);
    // Of each position.
    private readonly ScratchMemory<double> _means = new();
    private readonly ScratchMemory<double> _inverseDeviations = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        var count = inputs.Length / _featureCount;
        // Grown here, not by the threads.
        _means.Take(count);
        _inverseDeviations.Take(count);
        DoubleLanes.Widen<T>(scale.Values, _scales);
        DoubleLanes.Widen<T>(bias.Values, _shifts);
        Share(LayerPhase.Forward, count, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!scale.IsFrozen || !bias.IsFrozen)
            Share(LayerPhase.ParameterGradients, _blocks.Count, inputs, outputGradients, default);
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, inputs.Length / _featureCount, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var count = inputs.Length / _featureCount;
        var means = _means.Take(count);
        var inverses = _inverseDeviations.Take(count);
        if (phase == LayerPhase.ParameterGradients)
        {
            var features = _blocks.Of(start, end);
            if (features.Length > 0)
                AddParameterGradients(inputs, gradients, means, inverses, features);
            return;
        }

        var row = _rows[worker];
        for (var position = start; position < end; position++)
        {
            var first = position * _featureCount;
            DoubleLanes.Widen(inputs.Slice(first, _featureCount), row);
            if (phase == LayerPhase.Forward)
            {
                (means[position], inverses[position]) = Normalize(row);
            }
            else
            {
                var gradientRow = _gradientRows[worker];
                DoubleLanes.Widen(gradients.Slice(first, _featureCount), gradientRow);
                ToInputGradients(row, gradientRow, means[position], inverses[position]);
            }

            DoubleLanes.Narrow<T>(row, results.Slice(first, _featureCount));
        }
    }

    // In place: x becomes y.
    private (double Mean, double InverseDeviation) Normalize(Span<Vector256<double>> row)
    {
        var mean = DoubleLanes.Sum(row) / _featureCount;
        foreach (ref var value in row)
            value -= Vector256.Create(mean);
        DoubleLanes.ClearBeyond(row, _featureCount);
        var inverse = 1 / Math.Sqrt(DoubleLanes.Dot(row, row) / _featureCount + epsilon);
        for (var j = 0; j < row.Length; j++)
            row[j] = row[j] * inverse * _scales[j] + _shifts[j];
        return (mean, inverse);
    }

    // In place of x: 1/σ·(h − mean(h) − x̂·mean(h·x̂)), with x̂ = (x − μ)/σ and h = g·γ.
    private void ToInputGradients(
        Span<Vector256<double>> row, Span<Vector256<double>> gradientRow, double mean, double inverse)
    {
        for (var j = 0; j < row.Length; j++)
        {
            row[j] -= Vector256.Create(mean);
            gradientRow[j] *= _scales[j];
        }

        var meanGradient = Vector256.Create(DoubleLanes.Sum(gradientRow) / _featureCount);
        var slope = Vector256.Create(DoubleLanes.Dot(gradientRow, row) * inverse * inverse / _featureCount);
        for (var j = 0; j < row.Length; j++)
            row[j] = (gradientRow[j] - meanGradient - row[j] * slope) * inverse;
    }

    private void AddParameterGradients(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients, ReadOnlySpan<double> means, ReadOnlySpan<double> inverses,
        FeatureBlocks.Range features)
    {
        var row = features.Lanes(_rows[0]);
        var gradientRow = features.Lanes(_gradientRows[0]);
        var scaleSums = features.Lanes(_scaleSums);
        var shiftSums = features.Lanes(_shiftSums);
        scaleSums.Clear();
        shiftSums.Clear();
        for (var position = 0; position < means.Length; position++)
        {
            DoubleLanes.Widen(features.Part(inputs, position), row);
            DoubleLanes.Widen(features.Part(gradients, position), gradientRow);
            var (mean, inverse) = (Vector256.Create(means[position]), Vector256.Create(inverses[position]));
            for (var j = 0; j < row.Length; j++)
            {
                scaleSums[j] += gradientRow[j] * ((row[j] - mean) * inverse);
                shiftSums[j] += gradientRow[j];
            }
        }

        features.AddToGradients(scale, scaleSums);
        features.AddToGradients(bias, shiftSums);
    }
}
