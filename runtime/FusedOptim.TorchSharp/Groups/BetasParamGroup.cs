using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>A group whose rule has two betas, the first of which schedulers cycle.</summary>
internal sealed class BetasParamGroup((string Name, TorchParameter Parameter)[] parameters, IUpdateRule rule)
    : FusedParamGroup(parameters, rule), torch.optim.IBetas
{
    /// <summary>The name of the first hyperparameter.</summary>
    public const string Beta1Name = "Beta1";

    /// <summary>The name of the second hyperparameter.</summary>
    public const string Beta2Name = "Beta2";

    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (Get(Beta1Name), Get(Beta2Name));
        set
        {
            Set(Beta1Name, value.Item1);
            Set(Beta2Name, value.Item2);
        }
    }
}
