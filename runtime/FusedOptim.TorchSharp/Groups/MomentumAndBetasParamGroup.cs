using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>A group whose rule has a momentum and two betas.</summary>
internal sealed class MomentumAndBetasParamGroup((string Name, TorchParameter Parameter)[] parameters, IUpdateRule rule)
    : MomentumParamGroup(parameters, rule), torch.optim.IBetas
{
    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => (Get(BetasParamGroup.Beta1Name), Get(BetasParamGroup.Beta2Name));
        set
        {
            Set(BetasParamGroup.Beta1Name, value.Item1);
            Set(BetasParamGroup.Beta2Name, value.Item2);
        }
    }
}
