namespace FusedOptim.Samples.Trajectories;

/// <summary>A quadratic of condition number 100, turned against the axes, so that scaling each of them does not cure it.</summary>
internal sealed class RavineSurface : Surface
{
    private const double ConditionNumber = 100;
    private static readonly (double Sine, double Cosine) Turn = Math.SinCos(Math.PI / 6);

    public override string Name => "ravine";

    public override string Title => "Ravine";

    public override string Formula => "f = (u² + 100 v²) / 2, with (u, v) the axes turned by 30°";

    public override string Difficulty => "A hundred times steeper across than along.";

    public override Window Window { get; } = new(-5.2, 2.0, -3.4, 2.0);

    public override Point Start { get; } = new(-4.3, -1.55);

    public override IReadOnlyList<Point> Minima { get; } = [new(0, 0)];

    public override (double Lowest, double Highest) LevelExponents => (-1.5, 2.75);

    public override double Value(Point point)
    {
        var (along, across) = Turned(point);
        return (along * along + ConditionNumber * across * across) / 2;
    }

    public override Point Gradient(Point point)
    {
        var (along, across) = Turned(point);
        across *= ConditionNumber;
        return new Point(Turn.Cosine * along - Turn.Sine * across, Turn.Sine * along + Turn.Cosine * across);
    }

    private static (double Along, double Across) Turned(Point point) =>
        (Turn.Cosine * point.X + Turn.Sine * point.Y, Turn.Cosine * point.Y - Turn.Sine * point.X);
}
