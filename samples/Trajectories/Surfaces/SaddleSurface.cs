namespace FusedOptim.Samples.Trajectories;

/// <summary>A saddle between two minima; paths start almost on the ridge that leads to it.</summary>
internal sealed class SaddleSurface : Surface
{
    public override string Name => "saddle";

    public override string Title => "Saddle";

    public override string Formula => "f = 10 x² + (y² − 1)² / 4";

    public override string Difficulty => "A steep valley leads to the saddle at the origin, where the slope vanishes: momentum leaves it sooner.";

    public override Window Window { get; } = new(-2.1, 1.5, -1.35, 1.35);

    public override Point Start { get; } = new(-1.8, 0.001);

    public override IReadOnlyList<Point> Minima { get; } = [new(0, 1), new(0, -1)];

    public override (double Lowest, double Highest) LevelExponents => (-2.25, 1.75);

    public override double Value(Point point)
    {
        var across = point.Y * point.Y - 1;
        return 10 * point.X * point.X + across * across / 4;
    }

    public override Point Gradient(Point point) => new(20 * point.X, point.Y * (point.Y * point.Y - 1));
}
