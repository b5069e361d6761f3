using FusedOptim.Execution;
using FusedOptim.Training;
using FusedOptim.Training.Layers;

namespace FusedOptim.Benchmarks;

/// <summary>A forward and a backward pass of a gated recurrent unit, gradients zeroed before it. The loss is the sum of the
/// outputs.</summary>
internal sealed class RecurrentCandidate : ICandidate, IDisposable
{
    private readonly Network<float> _network;
    private readonly float[] _inputs;

    public RecurrentCandidate(RecurrentShape shape, WorkerTeam team)
    {
        _network = new Sequential(new Input(shape.Positions, shape.Inputs), new Gru(shape.Inputs, shape.Units)).Build(seed: 1, team);
        _inputs = new float[shape.BatchSize * _network.InputSize];
        AdamWOperands.FillParameters(_inputs);
    }

    public string Name => "FusedOptim, forward and backward";

    public void Step()
    {
        _network.Parameters.ZeroGradients();
        _network.Forward(_inputs);
        _network.OutputGradients.Fill(1);
        _network.Backward();
    }

    public void Dispose() => _network.Dispose();
}
