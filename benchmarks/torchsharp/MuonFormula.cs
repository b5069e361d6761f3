using FusedOptim.Rules;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchSharpWorker;

/// <summary>A step of Muon in operations of TorchSharp, one by one as <c>torch.optim.Muon</c> has them.</summary>
/// <param name="parameter">rows × columns.</param>
/// <param name="gradient">rows × columns.</param>
/// <param name="momentum">The momentum, rows × columns.</param>
/// <param name="type">The type that the orthogonalization computes in.</param>
internal sealed class MuonFormula(Tensor parameter, Tensor gradient, Tensor momentum, ScalarType type)
{
    private readonly Muon _rule = new();

    /// <summary>Steps the parameter.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        momentum.lerp_(gradient, 1 - _rule.Momentum);
        var update = gradient.lerp(momentum, _rule.Momentum);
        var direction = NewtonSchulzFormula.Orthogonalize(update.to(type)).to(ScalarType.Float32);
        var adjustment = Math.Sqrt(Math.Max(1, (double)parameter.shape[0] / parameter.shape[1]));
        parameter.mul_(1 - _rule.LearningRate * _rule.WeightDecay);
        parameter.add_(direction, -_rule.LearningRate * adjustment);
    }
}
