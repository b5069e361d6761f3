namespace FusedOptim.Samples.Rules;

/// <summary>Ranger: RAdam on centralized gradients, inside Lookahead.</summary>
/// <remarks>
/// L. Wright and N. Demeure, "Ranger21: a synergistic deep learning optimizer", 2021, which describes its predecessor. RAdam is algorithm 2
/// of L. Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020. The two modifiers are equation 1 of H. Yong et
/// al., "Gradient Centralization", ECCV 2020, and algorithm 1 of M. Zhang et al., "Lookahead Optimizer", NeurIPS 2019.
/// </remarks>
[UpdateRule, CentralizeGradient, Lookahead(6, 0.5)]
public sealed partial record Ranger(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.95,
    [DecayRate] double Beta2 = 0.999,
    [Positive] double Epsilon = 1e-5)
{
    private double Direction(double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var decay = Math.Pow(Beta2, step);
        var rhoInfinity = 2 / (1 - Beta2) - 1;
        var rho = rhoInfinity - 2 * step * decay / (1 - decay);
        if (rho <= 4)
            return mHat;
        var r = Math.Sqrt((rho - 4) * (rho - 2) * rhoInfinity / ((rhoInfinity - 4) * (rhoInfinity - 2) * rho));
        return r * mHat / (Math.Sqrt(v / (1 - decay)) + Epsilon);
    }
}
