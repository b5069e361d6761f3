namespace FusedOptim.Samples.Rules;

/// <summary>
/// Stable-SPAM: Adam whose spikes are clipped to an average of the greatest elements, whose gradient has an average of the norms as its
/// norm, and whose moments start again at intervals.
/// </summary>
/// <remarks>
/// T. Huang et al., "Stable-SPAM: How to Train in 4-Bit More Stably than 16-Bit Adam", 2025, section 3: AdaClip, AdaGN and the momentum
/// reset. A phase sees a scalar as the last step left it, the method as <c>Prepare</c> leaves it.
/// </remarks>
[UpdateRule]
public sealed partial record StableSpam(
    [NonNegative] double LearningRate = 1e-3, [DecayRate] double Beta1 = 0.9, [DecayRate] double Beta2 = 0.999, [DecayRate] double Gamma1 = 0.7,
    [DecayRate] double Gamma2 = 0.9, [DecayRate] double Theta = 0.999, [Positive] int Interval = 1000, [Positive] double Epsilon = 1e-8)
{
    private static void Measure(double gradient, [Max] ref double greatest) => greatest = Math.Max(greatest, Math.Abs(gradient));

    [Phase]
    private void MeasureClipped(double gradient, double greatest, double mMax, int step, [Sum] ref double squares) =>
        squares += Elementwise.Square(Clipped(gradient, greatest, Unbiased(Average(mMax, greatest, Theta), Theta, step)));

    private void Prepare(int step, double greatest, double squares, [Scalar("m_max")] ref double mMax,
        [Scalar("m_norm")] ref double mNorm, [Scalar("v_norm")] ref double vNorm, out double scale)
    {
        mMax = Average(mMax, greatest, Theta);
        (mNorm, vNorm) = (Average(mNorm, Math.Sqrt(squares), Gamma1), Average(vNorm, squares, Gamma2));
        var norm = Unbiased(mNorm, Gamma1, step) / (Math.Sqrt(Unbiased(vNorm, Gamma2, step)) + Epsilon);
        scale = squares > 0 ? norm / Math.Sqrt(squares) : 0;
    }

    private double Direction(
        double gradient, double greatest, double mMax, double scale, [State("exp_avg")] ref double m,
        [State("exp_avg_sq")] ref double v, int step)
    {
        var t = step < Interval ? step : step % Interval + 1;
        var g = scale * Clipped(gradient, greatest, Unbiased(mMax, Theta, step));
        (m, v) = (Average(t == 1 ? 0 : m, g, Beta1), Average(t == 1 ? 0 : v, g * g, Beta2));
        return Unbiased(m, Beta1, t) / (Math.Sqrt(Unbiased(v, Beta2, t)) + Epsilon);
    }

    private static double Clipped(double g, double greatest, double threshold) => Math.Abs(g) > threshold ? g / greatest * threshold : g;

    private static double Average(double average, double value, double decay) => decay * average + (1 - decay) * value;

    private static double Unbiased(double average, double decay, int t) => average / (1 - Math.Pow(decay, t));
}
