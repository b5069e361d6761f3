
namespace FusedOptim.Samples.Trajectories;

/// <summary>An optimizer to choose on the command line.</summary>
/// <param name="description">The rule.</param>
internal sealed class PathRule(UpdateRuleDescription description)
{
    // 24 per power of ten, as resistors have them (IEC 60063): each about a tenth larger than the one before. The rate at which gradient
    // descent zigzags in a ravine is near the one at which it diverges.
    private static readonly int[] Digits =
        [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];

    private static readonly double[] LearningRates =
        [.. from exponent in Enumerable.Range(0, 6) from digit in Digits select digit * Math.Pow(10, exponent) / 1e5];

    /// <summary>All shipped rules, by name.</summary>
    public static IReadOnlyList<PathRule> All { get; } = [.. UpdateRules.Shipped.Select(rule => new PathRule(rule))];

    /// <summary>The names of those that are drawn by default.</summary>
    public static IReadOnlyList<string> DefaultNames { get; } =
        ["sgd", "heavyball", "nesterov", "adagrad", "rmsprop", "adam", "lion", "prodigy"];

    /// <summary>The name of the record, with the name of textbooks where that is another.</summary>
    public string Title => description.Name is "HeavyBall" or "Velocity" ? $"{description.Name} (momentum)" : description.Name;

    /// <summary>The name on the command line.</summary>
    public string Name => description.Name.ToLowerInvariant();

    /// <summary>The place among all rules, those that are drawn by default first: it gives a rule its colour, whatever is drawn
    /// beside it.</summary>
    public int Place
    {
        get
        {
            var usual = DefaultNames.ToList().IndexOf(Name);
            return usual >= 0
                ? usual
                : DefaultNames.Count + All.Where(rule => !DefaultNames.Contains(rule.Name)).ToList().IndexOf(this);
        }
    }

    /// <summary>
    /// The best path of those with different learning rates: the one that comes down earliest and farthest without
    /// leaving the picture or leaping over a part of it, if there is one.
    /// </summary>
    /// <param name="surface">The surface.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="learningRate">The learning rate; <see langword="null"/> to choose it.</param>
    public Trajectory TraceBest(Surface surface, int steps, double? learningRate) =>
        (learningRate is { } one ? [one] : LearningRates)
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
