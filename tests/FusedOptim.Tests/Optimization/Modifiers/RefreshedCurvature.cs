namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>
/// In the manner of Sophia (H. Liu et al., 2023): a curvature that is refreshed every k steps, the first one included, and a scalar that
/// counts how often.
/// </summary>
[UpdateRule]
public sealed partial record RefreshedCurvature(double LearningRate = 0.1, double Beta1 = 0.9, double Beta2 = 0.75, [Positive] int Interval = 4)
{
    private static void Prepare([Scalar] ref double refreshed, [Every(nameof(Interval))] bool refreshes) => refreshed += refreshes ? 1 : 0;

    private double Direction(
        double gradient, [State("exp_avg")] ref double m, [State("hessian")] ref double h, [State("last_gradient")] ref double last,
        [Every(nameof(Interval))] bool refreshes)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        if (refreshes)
        {
            var difference = gradient - last;
            h = Beta2 * h + (1 - Beta2) * difference * difference;
            last = gradient;
        }

        return Math.Clamp(m / Math.Max(h, 1e-6), -1, 1);
    }
}
