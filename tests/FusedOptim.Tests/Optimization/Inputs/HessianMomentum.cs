namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>
/// Momentum over an average of the Hessian's diagonal, in the manner of Sophia: h ← β₂h + (1 − β₂)ĥ where the caller has refreshed ĥ,
/// d = clip(m / max(h, ε), ρ).
/// </summary>
[UpdateRule]
public sealed partial record HessianMomentum(
    double LearningRate = 0.1, double Beta1 = 0.9, double Beta2 = 0.75, double Epsilon = 1e-3, double Rho = 1, int Interval = 4)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("hessian_avg")] ref double h, [Input(Kept = true)] double hessian, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        if (step % Interval == 1)
            h = Beta2 * h + (1 - Beta2) * hessian;
        return Math.Min(Math.Max(m / Math.Max(h, Epsilon), -Rho), Rho);
    }
}
