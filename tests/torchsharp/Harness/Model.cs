using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Harness;

/// <summary>A small network with its data. Two of one seed are the same to the bit.</summary>
internal sealed class Model : IDisposable
{
    private readonly TorchSharp.Modules.Sequential _network;
    private readonly Tensor[] _inputs;
    private readonly Tensor[] _targets;

    public Model(ScalarType type, int seed = 1, int batches = 10)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        _network = nn.Sequential(
            ("first", nn.Linear(6, 16)), ("norm", nn.LayerNorm(16)), ("activation", nn.Tanh()), ("last", nn.Linear(16, 3)));
        _network.to(type);
        _inputs = [.. Enumerable.Range(0, batches).Select(_ => randn(8, 6, type).DetachFromDisposeScope())];
        _targets = [.. Enumerable.Range(0, batches).Select(_ => randn(8, 3, type).DetachFromDisposeScope())];
        foreach (var (_, parameter) in _network.named_parameters())
            parameter.DetachFromDisposeScope();
    }

    /// <summary>The network.</summary>
    public TorchSharp.Modules.Sequential Network => _network;

    /// <summary>The parameters with their names.</summary>
    public IReadOnlyList<(string Name, TorchParameter Parameter)> Parameters => [.. _network.named_parameters()];

    /// <summary>A parameter.</summary>
    public TorchParameter this[string name] => Parameters.Single(named => named.Name == name).Parameter;

    /// <summary>Computes the loss of a batch and adds its gradients.</summary>
    public double Backward(int step)
    {
        using var scope = NewDisposeScope();
        var loss = nn.functional.mse_loss(_network.call(_inputs[step % _inputs.Length]), _targets[step % _targets.Length]);
        loss.backward();
        return loss.ToDouble();
    }

    /// <summary>The values of all parameters, one after the other.</summary>
    public double[] Values() => Copy(parameter => parameter);

    /// <summary>Copies something of all parameters in double.</summary>
    public double[] Copy(Func<TorchParameter, Tensor> select)
    {
        using var scope = NewDisposeScope();
        return [.. Parameters.SelectMany(named =>
            select(named.Parameter).detach().to(ScalarType.Float64).contiguous().data<double>().ToArray())];
    }

    public void Dispose()
    {
        _network.Dispose();
        foreach (var tensor in _inputs.Concat(_targets))
            tensor.Dispose();
    }
}
