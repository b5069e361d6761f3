using FusedOptim;

namespace Elsewhere;

/// <summary>The hyperparameters and states of the shipped rule, and other formulas.</summary>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
internal sealed partial record AdamW(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [NonNegative] double Epsilon = 1e-8,
    [NonNegative] double WeightDecay = 1e-2)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v)
    {
        m = Beta1 * m + gradient;
        v = Beta2 * v + gradient * gradient;
        return m / (Math.Sqrt(v) + Epsilon);
    }
}
