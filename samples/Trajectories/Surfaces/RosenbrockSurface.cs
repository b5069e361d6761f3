namespace FusedOptim.Samples.Trajectories;

/// <summary>Rosenbrock's function (1960): a bent valley.</summary>
internal sealed class RosenbrockSurface : Surface
{
    public override string Name => "rosenbrock";

    public override string Title => "Rosenbrock";

    public override string Formula => "f = (1 − x)² + 100 (y − x²)²";

    public override string Difficulty => "Reaching the valley is easy; following its bend to the minimum is not.";

    public override Window Window { get; } = new(-2.0, 2.0, -0.9, 2.1);

    public override Point Start { get; } = new(-1.2, 1);

    public override IReadOnlyList<Point> Minima { get; } = [new(1, 1)];

    public override (double Lowest, double Highest) LevelExponents => (-1.25, 3.25);

    public override double Value(Point point)
    {
        var across = point.Y - point.X * point.X;
        return (1 - point.X) * (1 - point.X) + 100 * across * across;
    }

    public override Point Gradient(Point point)
    {
        var across = point.Y - point.X * point.X;
        return new Point(2 * (point.X - 1) - 400 * point.X * across, 200 * across);
    }
}
