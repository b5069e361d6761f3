namespace FusedOptim.Tests.Optimization.Phases;

/// <summary>
/// Gradient descent with a rate that grows with the estimated distance to the solution, as D-Adaptation has it.
/// </summary>
[UpdateRule]
public sealed partial record DistanceDescent(
    double LearningRate = 1, double InitialDistance = 1e-3, double Growth = 1.5)
{
    private static void Measure(
        double gradient, double parameter, double d,
        [State(Initial = "parameter")] double origin, [State] ref double path,
        [Sum(Over.Model)] ref double progress, [Sum(Over.Model)] ref double length)
    {
        path += d * gradient;
        progress += gradient * (origin - parameter);
        length += Math.Abs(path);
    }

    private void Prepare(
        double progress, double length,
        [Scalar(Over.Model, Key = "distance", Initial = nameof(InitialDistance))] ref double d,
        [Scalar(Over.Model)] ref double total)
    {
        total += d * progress;
        d = Math.Min(Math.Max(d, length > 0 ? total / length : 0), Growth * d);
    }

    private double Direction(double gradient, double d) => d * gradient;
}
