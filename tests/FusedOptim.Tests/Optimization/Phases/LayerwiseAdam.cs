namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>
/// Adam scaled by the ratio of norms, as LAMB has it: the first pass updates the states that the second reads.
/// </summary>
[UpdateRule]
public sealed partial record LayerwiseAdam(
    double LearningRate = 0.02, double Beta1 = 0.9, double Beta2 = 0.99, double Epsilon = 1e-6, double Decay = 0.01)
{
    private void Measure(
        double gradient, double parameter, [State] ref double m, [State] ref double v, int step,
        [Sum] ref double parameterSquares, [Sum] ref double directionSquares)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var direction = AdamDirection(parameter, m, v, step);
        parameterSquares += parameter * parameter;
        directionSquares += direction * direction;
    }

    private static void Prepare(double parameterSquares, double directionSquares, out double ratio) =>
        ratio = parameterSquares > 0 && directionSquares > 0 ? Math.Sqrt(parameterSquares / directionSquares) : 1;

    private double Direction(double parameter, [State] double m, [State] double v, int step, double ratio) =>
        ratio * AdamDirection(parameter, m, v, step);

    private double AdamDirection(double parameter, double m, double v, int step)
    {
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(vHat) + Epsilon) + Decay * parameter;
    }
}
