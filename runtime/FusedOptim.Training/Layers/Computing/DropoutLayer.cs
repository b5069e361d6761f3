using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Memory;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Dropout in one precision. Threads share the examples.</summary>
/// <param name="team">The threads.</param>
/// <param name="random">What masks are drawn from.</param>
/// <param name="probability">How likely a value is dropped.</param>
/// <param name="scalesAtPrediction">Whether values are scaled in prediction instead of while learning.</param>
/// <param name="maskLength">The number of values that an example's mask is for.</param>
/// <param name="maskUses">How many times an example takes it, for one part of its values after the other.</param>
internal sealed class DropoutLayer<T>(
    WorkerTeam team, RandomStream random, double probability, bool scalesAtPrediction, int maskLength, int maskUses)
    : ParallelLayer<T>(team)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly uint _threshold = DropoutMask.Threshold(probability);
    private readonly T _scale = scalesAtPrediction ? T.One : T.CreateTruncating(1 / (1 - probability));
    private readonly T _predictionScale = scalesAtPrediction ? T.CreateTruncating(1 - probability) : T.One;
    private readonly int _maskWordCount = DropoutMask.WordCount(maskLength);
    private readonly ScratchMemory<uint> _masks = new();
    private RandomStream _drawn;
    private long _pass;
    private int _firstExample;

    private int ExampleSize => maskLength * maskUses;

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        if (!pass.IsTraining && pass.SamplingSeed is null)
        {
            DropoutMask.Scale(inputs, outputs, _predictionScale);
            return;
        }

        _drawn = pass.SamplingSeed is { } seed ? RandomStreams.Sampling(seed, random) : random;
        (_pass, _firstExample) = (pass.Number, pass.FirstExample);
        var count = inputs.Length / ExampleSize;
        // Grown here, not by the threads.
        _masks.Take(checked(count * _maskWordCount));
        Share(LayerPhase.Forward, count, inputs, default, outputs);
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        if (!inputGradients.IsEmpty)
            Share(LayerPhase.Backward, inputs.Length / ExampleSize, inputs, outputGradients, inputGradients);
    }

    protected override void Run(
        LayerPhase phase, int start, int end, int worker, ReadOnlySpan<T> inputs, ReadOnlySpan<T> gradients,
        Span<T> results)
    {
        var masks = _masks.Take(inputs.Length / ExampleSize * _maskWordCount);
        if (phase == LayerPhase.Forward)
        {
            var part = masks[(start * _maskWordCount)..(end * _maskWordCount)];
            DropoutMask.Draw(_drawn, _pass, checked((_firstExample + start) * _maskWordCount), _threshold, part);
        }

        var values = phase == LayerPhase.Forward ? inputs : gradients;
        for (var part = start * maskUses; part < end * maskUses; part++)
        {
            DropoutMask.Apply(
                masks.Slice(part / maskUses * _maskWordCount, _maskWordCount),
                values.Slice(part * maskLength, maskLength), results.Slice(part * maskLength, maskLength), _scale);
        }
    }
}
