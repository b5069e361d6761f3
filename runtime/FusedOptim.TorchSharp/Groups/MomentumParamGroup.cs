using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>A group whose rule has a momentum, which schedulers cycle.</summary>
internal class MomentumParamGroup((string Name, TorchParameter Parameter)[] parameters, IUpdateRule rule)
    : FusedParamGroup(parameters, rule), torch.optim.IMomentum
{
    /// <summary>The name of the hyperparameter.</summary>
    public const string MomentumName = "Momentum";

    /// <inheritdoc/>
    public double Momentum
    {
        get => Get(MomentumName);
        set => Set(MomentumName, value);
    }
}
