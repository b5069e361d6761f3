using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Local response normalization in one precision. Threads share the positions; lanes are features, each of which sums over
/// its neighbours in order.</summary>
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
    // Further away there are no features.
    private readonly int _before = Math.Min(size / 2, featureCount - 1);
    private readonly int _after = Math.Min((size - 1) / 2, featureCount - 1);
    private readonly double _factor = alpha / size;
    private readonly int _vectorCount = DoubleLanes.VectorCount(featureCount);
    // Of each value, in rows of whole vectors: s = k + α/n·Σ x², and s^(−β).
    private readonly ScratchMemory<Vector256<double>> _sums = new();
    private readonly ScratchMemory<Vector256<double>> _powers = new();
    // Of the current position of each thread. What is summed has zeros before the first feature and after the last, which change no sum.
    private readonly WorkerRows _rows = new(team, featureCount);
    private readonly WorkerRows _gradientRows = new(team, featureCount);
    private readonly WorkerRows _summands = new(team, featureCount + 2 * Math.Min(size, featureCount) + Vector256<double>.Count);

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        // Grown here, not by the threads.
        var positionCount = inputs.Length / featureCount;
        _sums.Take(checked(positionCount * _vectorCount));
        _powers.Take(positionCount * _vectorCount);
        Share(LayerPhase.Forward, positionCount, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, inputs.Length / featureCount, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var positionCount = inputs.Length / featureCount;
        for (var position = start; position < end; position++)
        {
            var first = position * featureCount;
            var sums = _sums.Take(positionCount * _vectorCount).Slice(position * _vectorCount, _vectorCount);
            var powers = _powers.Take(positionCount * _vectorCount).Slice(position * _vectorCount, _vectorCount);
            var row = _rows[worker].AsSpan();
            DoubleLanes.Widen(inputs.Slice(first, featureCount), row);
            if (phase == LayerPhase.Forward)
            {
                Normalize(row, DoubleLanes.Values(_summands[worker]), sums, powers);
            }
            else
            {
                var gradientRow = _gradientRows[worker].AsSpan();
                DoubleLanes.Widen(gradients.Slice(first, featureCount), gradientRow);
                GoBack(row, gradientRow, DoubleLanes.Values(_summands[worker]), sums, powers);
            }

            DoubleLanes.Narrow(row, results.Slice(first, featureCount));
        }
    }

    private void Normalize(
        Span<Vector256<double>> row, Span<double> summands, Span<Vector256<double>> sums, Span<Vector256<double>> powers)
    {
        for (var i = 0; i < row.Length; i++)
            Vector256.StoreUnsafe(row[i] * row[i], ref summands[_before + i * Vector256<double>.Count]);
        ClearAround(summands, _before);
        for (var i = 0; i < row.Length; i++)
            sums[i] = Vector256.Create(k) + Vector256.Create(_factor) * SumAround(summands, i, _before + _after);
        SetPowers(sums, powers);
        for (var i = 0; i < row.Length; i++)
            row[i] *= powers[i];
    }

    // g_i·s_i^(−β) − 2·β·α/n·x_i·Σ_c g_c·x_c·s_c^(−β − 1), where c goes over the features that i is around.
    private void GoBack(
        Span<Vector256<double>> row, ReadOnlySpan<Vector256<double>> gradients, Span<double> summands,
        ReadOnlySpan<Vector256<double>> sums, ReadOnlySpan<Vector256<double>> powers)
    {
        for (var i = 0; i < row.Length; i++)
            Vector256.StoreUnsafe(gradients[i] * row[i] * powers[i] / sums[i], ref summands[_after + i * Vector256<double>.Count]);
        ClearAround(summands, _after);
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = gradients[i] * powers[i] -
                Vector256.Create(2 * beta * _factor) * row[i] * SumAround(summands, i, _before + _after);
        }
    }

    // Squares and terms begin at different places where there are more features before one than after it.
    private void ClearAround(Span<double> summands, int first)
    {
        summands[..first].Clear();
        summands[(first + featureCount)..].Clear();
    }

    private static Vector256<double> SumAround(ReadOnlySpan<double> summands, int vector, int span)
    {
        ref var first = ref MemoryMarshal.GetReference(summands[(vector * Vector256<double>.Count)..]);
        var sum = Vector256<double>.Zero;
        for (var j = 0; j <= span; j++)
            sum += Vector256.LoadUnsafe(ref first, (nuint)j);
        return sum;
    }

    // s^(−β); for the exponent of the paper by square roots, which are much faster.
    private void SetPowers(ReadOnlySpan<Vector256<double>> sums, Span<Vector256<double>> powers)
    {
        if (beta != 0.75)
        {
            var values = DoubleLanes.Values(powers);
            for (var i = 0; i < sums.Length; i++)
            {
                for (var lane = 0; lane < Vector256<double>.Count; lane++)
                    values[i * Vector256<double>.Count + lane] = Elementwise.Pow(sums[i][lane], -beta);
            }

            return;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            var root = Vector256.Sqrt(sums[i]);
            powers[i] = Vector256<double>.One / (root * Vector256.Sqrt(root));
        }
    }
}
