using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>An optimizer whose rules all have two betas: TorchSharp's schedulers look for them on the optimizer.</summary>
internal sealed class BetasOptimizer(
    OptimizerOptions? options, Func<string, TorchParameter, ParameterKind>? kind, Func<string, TensorShape, MatrixView>? view)
    : FusedOptimizer(options, kind, view), torch.optim.IBetas
{
    /// <inheritdoc/>
    public (double, double) Betas
    {
        get => GroupBetas;
        set => GroupBetas = value;
    }
}
