namespace FusedOptim.Samples.Trajectories;

/// <summary>A bowl twenty times steeper along one axis than along the other, as textbooks have it: its gradient almost nowhere leads to
/// the minimum.</summary>
internal sealed class BowlSurface : Surface
{
    public override string Name => "bowl";

    public override string Title => "Elongated bowl";

    public override string Formula => "f = x² / 20 + y²";

    public override string Difficulty => "The gradient leads to the x axis, not to the minimum: plain descent zigzags.";

    public override Window Window { get; } = new(-8.4, 4.8, -3.9, 3.9);

    public override Point Start { get; } = new(-7, 2);

    public override IReadOnlyList<Point> Minima { get; } = [new(0, 0)];

    public override (double Lowest, double Highest) LevelExponents => (-1.75, 1.25);

    public override double Value(Point point) => point.X * point.X / 20 + point.Y * point.Y;

    public override Point Gradient(Point point) => new(point.X / 10, 2 * point.Y);
}
