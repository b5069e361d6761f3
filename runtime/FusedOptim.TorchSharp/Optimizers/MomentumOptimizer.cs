using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace FusedOptim;

/// <summary>An optimizer whose rules all have a momentum: TorchSharp's schedulers look for it on the optimizer.</summary>
internal class MomentumOptimizer(
    OptimizerOptions? options, Func<string, TorchParameter, ParameterKind>? kind, Func<string, TensorShape, MatrixView>? view)
    : FusedOptimizer(options, kind, view), torch.optim.IMomentum
{
    /// <inheritdoc/>
    public double Momentum
    {
        get => Groups.OfType<torch.optim.IMomentum>().First().Momentum;
        set
        {
            foreach (var group in Groups.OfType<torch.optim.IMomentum>())
                group.Momentum = value;
        }
    }
}
