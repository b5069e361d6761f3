namespace FusedOptim.Rules;

/// <summary>
/// Scion with the sign: m ← βm + (1 − β)g, θ ← (1 − η)θ − ηρ·sign(m)/columns; unconstrained, θ ← θ − ηρ·sign(m)/columns.
/// </summary>
/// <remarks>
/// T. Pethick et al., "Training Deep Learning Models with Norm-Constrained LMOs", ICML 2025, algorithms 1 and 2 with the norm
/// ‖·‖₁→∞, as the authors' code has it (<c>Sign</c>). The authors recommend it for the last layer. Their <c>momentum</c> is 1 − β.
/// </remarks>
/// <param name="LearningRate">η, the step size.</param>
/// <param name="Beta">β, the decay rate of the momentum.</param>
/// <param name="Scale">ρ, the radius of the constraint.</param>
/// <param name="Constrained">Whether the parameter stays within ρ.</param>
/// <param name="Normalized">Whether the step is divided by the number of columns.</param>
[UpdateRule]
public sealed partial record ScionSign(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta = 0.9,
    [Positive] double Scale = 1,
    bool Constrained = true,
    bool Normalized = true)
{
    private double Direction(double gradient, double parameter, [State("momentum_buffer")] ref double m, long columns)
    {
        m = Beta * m + (1 - Beta) * gradient;
        var size = Normalized ? Scale / columns : Scale;
        return size * Elementwise.Sign(m) + (Constrained ? parameter : 0);
    }
}
