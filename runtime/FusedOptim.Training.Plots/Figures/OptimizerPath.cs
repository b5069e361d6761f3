using FusedOptim.Guards;

namespace FusedOptim.Training.Plots;

/// <summary>The points that an optimizer steps through in the plane.</summary>
/// <param name="Name">The name for the legend.</param>
/// <param name="Points">The start and the point after each step; at least one. They are copied.</param>
/// <exception cref="ArgumentException">There are no points.</exception>
public sealed record OptimizerPath(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Gets the start and the point after each step.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; init => field = Copy(value); } = Copy(Points);

    /// <summary>Steps two parameters by a rule. The path ends early where a coordinate is not finite or above 10¹² in absolute
    /// value.</summary>
    /// <param name="name">The name for the legend.</param>
    /// <param name="rule">The rule with its hyperparameters.</param>
    /// <param name="gradient">Gets the gradient at a point.</param>
    /// <param name="start">The first point.</param>
    /// <param name="steps">The number of steps; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is below 1.</exception>
    public static OptimizerPath Trace(
        string name, IUpdateRule rule, Func<double, double, (double X, double Y)> gradient, (double X, double Y) start, int steps)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(gradient);
        Guard.AtLeast(1, steps);
        using var parameters = new ParameterSet<double>();
        var position = parameters.Add("position", ParameterKind.Weight, 2);
        (position.Values[0], position.Values[1]) = start;
        using var optimizer = Optimizer.Create(parameters, rule);
        var points = new List<(double X, double Y)> { start };
        for (var step = 1; step <= steps; step++)
        {
            (position.Gradients[0], position.Gradients[1]) = gradient(points[^1].X, points[^1].Y);
            optimizer.Step();
            var point = (X: position.Values[0], Y: position.Values[1]);
            if (!(Math.Abs(point.X) <= 1e12 && Math.Abs(point.Y) <= 1e12))
                break;
            points.Add(point);
        }

        return new OptimizerPath(name, points);
    }

    private static (double X, double Y)[] Copy(IReadOnlyList<(double X, double Y)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        return points.Count > 0 ? [.. points] : throw new ArgumentException("The path has no points; it must have at least one.", nameof(points));
    }
}
