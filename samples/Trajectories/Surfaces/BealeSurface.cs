namespace FusedOptim.Samples.Trajectories;

/// <summary>Beale's function (1958): a flat valley between steep corners.</summary>
internal sealed class BealeSurface : Surface
{
    private static readonly double[] Targets = [1.5, 2.25, 2.625];

    public override string Name => "beale";

    public override string Title => "Beale";

    public override string Formula => "f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²";

    public override string Difficulty => "Steep corners around a valley that is nearly flat.";

    public override Window Window { get; } = new(-0.6, 4.2, -1.6, 2.0);

    public override Point Start { get; } = new(1, 1.6);

    public override IReadOnlyList<Point> Minima { get; } = [new(3, 0.5)];

    public override (double Lowest, double Highest) LevelExponents => (-1.75, 3);

    public override double Value(Point point)
    {
        double sum = 0, power = 1;
        foreach (var target in Targets)
        {
            power *= point.Y;
            var residual = target - point.X + point.X * power;
            sum += residual * residual;
        }

        return sum;
    }

    public override Point Gradient(Point point)
    {
        double x = 0, y = 0, power = 1;
        for (var i = 0; i < Targets.Length; i++)
        {
            var slope = (i + 1) * power;
            power *= point.Y;
            var residual = Targets[i] - point.X + point.X * power;
            x += 2 * residual * (power - 1);
            y += 2 * residual * point.X * slope;
        }

        return new Point(x, y);
    }
}
