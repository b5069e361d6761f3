using System.ComponentModel.DataAnnotations;

namespace FusedOptim.Rules;

/// <summary>
/// Adafactor without factoring: v ← β̂v + (1 − β̂)(g² + ε₁), u = g/√v, θ ← θ − max(ε₂, RMS(θ))·ρ·u/max(1, RMS(u)/d)
/// with β̂ = 1 − t^−c and ρ = min(η, 1/√t).
/// </summary>
/// <remarks>
/// N. Shazeer and M. Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", ICML 2018, algorithm 5,
/// which is that of vectors, for tensors of any shape, with the proposed values of algorithm 6. The paper has η = 0.01;
/// it can be set, and decoupled weight decay, off unless set, is times it, as in PyTorch. Steps are relative to the size of the
/// tensor: where gradients keep their signs values grow exponentially, beyond the range of float after thousands of steps,
/// and are NaN after that. With ε₂ = 0 a tensor of zeros stays. Two passes over memory.
/// </remarks>
/// <param name="LearningRate">η, the bound on the relative step size ρ.</param>
/// <param name="Decay">c, how the decay rate of the second moment grows with the steps.</param>
/// <param name="ClippingThreshold">d, the greatest root mean square of an update.</param>
/// <param name="Epsilon1">ε₁, which keeps the quotient finite where gradients vanish.</param>
/// <param name="Epsilon2">ε₂, the least size of a tensor that steps are relative to.</param>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record AdaFactorUnfactored(
    [NonNegative] double LearningRate = 1e-2,
    [Positive] double Decay = 0.8,
    [Positive] double ClippingThreshold = 1,
    [Range(1e-37, double.MaxValue)] double Epsilon1 = 1e-30,
    [NonNegative] double Epsilon2 = 1e-3)
{
    private void Measure(
        double gradient, double parameter, [State("variance")] ref double v, int step,
        [Sum] ref double updateSquares, [Sum] ref double parameterSquares)
    {
        var beta = 1 - Math.Pow(step, -Decay);
        v = beta * v + (1 - beta) * (gradient * gradient + Epsilon1);
        var u = gradient / Math.Sqrt(v);
        updateSquares += u * u;
        parameterSquares += parameter * parameter;
    }

    private void Prepare(int step, long count, double updateSquares, double parameterSquares, out double rate)
    {
        var size = Math.Max(Epsilon2, Math.Sqrt(parameterSquares / count));
        var relativeRate = Math.Min(LearningRate, 1 / Math.Sqrt(step));
        rate = size * relativeRate / Math.Max(1, Math.Sqrt(updateSquares / count) / ClippingThreshold);
    }

    private static void Update(ref double parameter, double gradient, [State] double v, double rate) =>
        parameter -= rate * (gradient / Math.Sqrt(v));
}
