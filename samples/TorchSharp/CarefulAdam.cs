namespace FusedOptim.Samples.TorchSharpTraining;

/// <summary>
/// A rule of this program: Adam whose steps are shorter where the gradient disagrees in sign with the average of the gradients before
/// it.
/// </summary>
[UpdateRule, WeightDecay(WeightDecayKind.Decoupled)]
public sealed partial record CarefulAdam(
    [NonNegative] double LearningRate = 1e-3,
    [DecayRate] double Beta1 = 0.9,
    [DecayRate] double Beta2 = 0.999,
    [DecayRate] double Doubt = 0.5)
{
    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("exp_avg_sq")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        var trust = gradient * m < 0 ? Doubt : 1;
        return trust * mHat / (Math.Sqrt(vHat) + 1e-8);
    }
}
