using FusedOptim.Execution;
using FusedOptim.Rules;
using FusedOptim.Training;
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

    /// <param name="model">The network.</param>
    /// <param name="batchSize">The examples of a step.</param>
    /// <param name="team">The threads.</param>
    public TrainingCandidate(Sequential model, int batchSize, WorkerTeam team)
    {
        _network = model.Build(seed: 1, team);
        _optimizer = Optimizer.Create(_network.Parameters, new AdamW(), new OptimizerOptions { Team = team });
        _features = new float[batchSize * model.InputSize];
        AdamWOperands.FillParameters(_features);
        _labels = [.. Enumerable.Range(0, batchSize).Select(i => i * 7 % model.OutputSize)];
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
