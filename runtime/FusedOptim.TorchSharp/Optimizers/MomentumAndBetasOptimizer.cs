using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>An optimizer whose rules all have a momentum and two betas.</summary>
internal sealed class MomentumAndBetasOptimizer(
    OptimizerOptions? options, Func<string, TorchParameter, ParameterKind>? kind, Func<string, TensorShape, MatrixView>? view)
    : MomentumOptimizer(options, kind, view), torch.optim.IBetas
{
    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => GroupBetas;
        set => GroupBetas = value;
    }
}
