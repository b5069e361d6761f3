using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Benchmarks;

/// <summary>A training step of FusedOptim: forward, cross-entropy, backward, AdamW, gradients zeroed.</summary>
internal sealed class TrainingCandidate : ICandidate, IDisposable
{
    private readonly Network<float> _network;
    private readonly Optimizer _optimizer;
    private readonly SoftmaxCrossEntropy _loss = new();
    private readonly float[] _features;
    private readonly int[] _labels;

    public TrainingCandidate(TrainingShape shape, WorkerTeam team)
    {
        var layers = new List<Layer>();
        for (var i = 1; i < shape.Widths.Count; i++)
        {
            if (i > 1)
                layers.Add(new Relu());
            layers.Add(new Dense(shape.Widths[i - 1], shape.Widths[i]));
        }

        _network = new Sequential([.. layers]).Build(seed: 1, team);
        _optimizer = Optimizer.Create(_network.Parameters, new AdamW(), new OptimizerOptions { Team = team });
        _features = new float[shape.BatchSize * shape.Widths[0]];
        AdamWOperands.FillParameters(_features);
        _labels = [.. Enumerable.Range(0, shape.BatchSize).Select(i => i * 7 % shape.Widths[^1])];
    }

    public string Name => "FusedOptim, training step";

    public void Step()
    {
        var outputs = _network.Forward(_features);
        _loss.Evaluate(outputs, _labels, _network.OutputGradients);
        _network.Backward();
        _optimizer.Step(new StepOptions { ZeroGradients = true });
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _network.Dispose();
    }
}
