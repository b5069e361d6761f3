using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Memory;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Local response normalization in one precision. Threads share the positions.</summary>
/// <param name="team">The threads.</param>
/// <param name="featureCount">The number of features of a position.</param>
/// <param name="size">The number of features that are summed over: n.</param>
/// <param name="alpha">The factor of the mean square: α.</param>
/// <param name="beta">The exponent: β.</param>
/// <param name="k">The start of the sum.</param>
internal sealed class LocalResponseNormLayer<T>(
    WorkerTeam team, int featureCount, int size, double alpha, double beta, double k) : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _before = size / 2;
    private readonly int _after = (size - 1) / 2;
    private readonly double _factor = alpha / size;
    // Of each value: s = k + α/n·Σ x², and s^(−β).
    private readonly ScratchMemory<double> _sums = new();
    private readonly ScratchMemory<double> _powers = new();
    private readonly ScratchMemory<double> _terms = new();

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        // Grown here, not by the threads.
        _sums.Take(inputs.Length);
        _powers.Take(inputs.Length);
        Share(LayerPhase.Forward, inputs.Length / featureCount, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (inputGradients.IsEmpty)
            return;
        _terms.Take(inputs.Length);
        Share(LayerPhase.Backward, inputs.Length / featureCount, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var allSums = _sums.Take(inputs.Length);
        var allPowers = _powers.Take(inputs.Length);
        for (var position = start; position < end; position++)
        {
            var first = position * featureCount;
            var row = inputs.Slice(first, featureCount);
            var result = results.Slice(first, featureCount);
            var sums = allSums.Slice(first, featureCount);
            var powers = allPowers.Slice(first, featureCount);
            if (phase == LayerPhase.Forward)
            {
                Normalize(row, sums, powers, result);
            }
            else
            {
                var terms = _terms.Take(inputs.Length).Slice(first, featureCount);
                WriteInputGradients(row, gradients.Slice(first, featureCount), sums, powers, terms, result);
            }
        }
    }

    private void Normalize(ReadOnlySpan<T> row, Span<double> sums, Span<double> powers, Span<T> result)
    {
        for (var c = 0; c < row.Length; c++)
        {
            var sum = 0.0;
            for (var j = Math.Max(c - _before, 0); j <= Math.Min(c + _after, row.Length - 1); j++)
                sum += double.CreateTruncating(row[j]) * double.CreateTruncating(row[j]);
            sums[c] = k + _factor * sum;
            powers[c] = Power(sums[c]);
            result[c] = T.CreateTruncating(double.CreateTruncating(row[c]) * powers[c]);
        }
    }

    // g_i·s_i^(−β) − 2·β·α/n·x_i·Σ_c g_c·x_c·s_c^(−β − 1), where c goes over the features that i is around.
    private void WriteInputGradients(
        ReadOnlySpan<T> row, ReadOnlySpan<T> gradients, ReadOnlySpan<double> sums, ReadOnlySpan<double> powers,
        Span<double> terms, Span<T> result)
    {
        for (var c = 0; c < row.Length; c++)
            terms[c] = double.CreateTruncating(gradients[c]) * double.CreateTruncating(row[c]) * powers[c] / sums[c];
        for (var i = 0; i < row.Length; i++)
        {
            var sum = 0.0;
            for (var c = Math.Max(i - _after, 0); c <= Math.Min(i + _before, row.Length - 1); c++)
                sum += terms[c];
            result[i] = T.CreateTruncating(
                double.CreateTruncating(gradients[i]) * powers[i] -
                2 * beta * _factor * double.CreateTruncating(row[i]) * sum);
        }
    }

    // s^(−β); for the exponent of the paper by square roots, which are much faster.
    private double Power(double sum)
    {
        if (beta != 0.75)
            return Elementwise.Pow(sum, -beta);
        var root = Math.Sqrt(sum);
        return 1 / (root * Math.Sqrt(root));
    }
}
