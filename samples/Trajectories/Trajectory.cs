namespace FusedOptim.Samples.Trajectories;

/// <summary>The path of one rule over one surface.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Surface">The surface.</param>
/// <param name="LearningRate">The learning rate it was taken with.</param>
/// <param name="Points">The start and the point after each step; it ends early where it leaves the finite numbers.</param>
internal sealed record Trajectory(
    PathRule Rule, Surface Surface, double LearningRate, IReadOnlyList<Point> Points)
{
    /// <summary>Values below this count as this: differences that no picture shows.</summary>
    public const double SmallestValue = 1e-16;

    // A path that has come so far has left every picture.
    private const double FarthestCoordinate = 1e6;

    /// <summary>The values along the path.</summary>
    public IReadOnlyList<double> Values { get; } = [.. Points.Select(Surface.Value)];

    /// <summary>Whether every point can be seen, and no step is longer than a third of the picture: steps across a ravine are
    /// long.</summary>
    public bool CanBeFollowed =>
        Points.All(Surface.Window.Contains) &&
        Points.Zip(Points.Skip(1)).All(step => step.First.DistanceTo(step.Second) <= Surface.Window.Width / 3);

    /// <summary>The mean of the values' decimal logarithms: low where the path comes down early and far.</summary>
    public double MeanLogarithm => Values.Average(value => Math.Log10(Math.Max(value, SmallestValue)));

    /// <summary>Whether a path goes on from a point.</summary>
    public static bool CanGoOn(Point point) =>
        Math.Abs(point.X) <= FarthestCoordinate && Math.Abs(point.Y) <= FarthestCoordinate;

    /// <summary>The number of steps after which the value stays at or below a bound; null if it does not.</summary>
    public int? StepsTo(double bound)
    {
        var last = Values.Count - 1;
        while (last >= 0 && Values[last] <= bound)
            last--;
        return last == Values.Count - 1 ? null : last + 1;
    }
}
