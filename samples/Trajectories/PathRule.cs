
namespace FusedOptim.Samples.Trajectories;

/// <summary>An optimizer to choose on the command line.</summary>
/// <param name="description">The rule.</param>
internal sealed class PathRule(UpdateRuleDescription description)
{
    // 1, 2 and 5 times each power of ten.
    private static readonly double[] LearningRates =
        [.. from exponent in Enumerable.Range(-4, 6) from digit in (int[])[1, 2, 5] select digit * Math.Pow(10, exponent)];

    /// <summary>All shipped rules, by name.</summary>
    public static IReadOnlyList<PathRule> All { get; } = [.. UpdateRules.Shipped.Select(rule => new PathRule(rule))];

    /// <summary>The names of those that are drawn by default.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } =
        ["sgd", "heavyball", "nesterov", "adagrad", "rmsprop", "adam", "lion", "prodigy"];

    /// <summary>The name of the record.</summary>
    public string Title => description.Name;

    /// <summary>The name on the command line.</summary>
    public string Name => Title.ToLowerInvariant();

    /// <summary>
    /// The best path of those with different learning rates: the one that comes down earliest and farthest without
    /// leaving the picture or leaping over a part of it, if there is one.
    /// </summary>
    public Trajectory TraceBest(Surface surface, int steps) =>
        LearningRates
            .Select(rate => Trace(surface, steps, rate))
            .OrderByDescending(path => path.CanBeFollowed)
            .ThenBy(path => path.MeanLogarithm)
            .First();

    /// <summary>Steps from the start of a surface.</summary>
    public Trajectory Trace(Surface surface, int steps, double learningRate)
    {
        var tuned = description.Create();
        tuned.SetHyperparameter(0, learningRate);

        using var parameters = new ParameterSet<double>();
        var position = parameters.Add("position", ParameterKind.Weight, 2);
        (position.Values[0], position.Values[1]) = (surface.Start.X, surface.Start.Y);
        using var optimizer = Optimizer.Create(parameters, tuned);

        var points = new List<Point> { surface.Start };
        for (var step = 1; step <= steps; step++)
        {
            var gradient = surface.Gradient(points[^1]);
            (position.Gradients[0], position.Gradients[1]) = (gradient.X, gradient.Y);
            optimizer.Step();
            var point = new Point(position.Values[0], position.Values[1]);
            if (!Trajectory.CanGoOn(point))
                break;
            points.Add(point);
        }

        return new Trajectory(this, surface, learningRate, points);
    }
}
