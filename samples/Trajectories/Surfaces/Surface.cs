namespace FusedOptim.Samples.Trajectories;

/// <summary>A function of two parameters whose least value is 0, and how it is drawn.</summary>
internal abstract class Surface
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Surface> All { get; } =
        [new BowlSurface(), new RavineSurface(), new SaddleSurface(), new BealeSurface(), new RosenbrockSurface()];

    /// <summary>The name of its file.</summary>
    public abstract string Name { get; }

    /// <summary>What it is called.</summary>
    public abstract string Title { get; }

    /// <summary>The function, in plain text.</summary>
    public abstract string Formula { get; }

    /// <summary>What is hard about it, in a sentence.</summary>
    public abstract string Difficulty { get; }

    /// <summary>What is drawn of it.</summary>
    public abstract Window Window { get; }

    /// <summary>Where every path starts.</summary>
    public abstract Point Start { get; }

    /// <summary>Where its value is 0.</summary>
    public abstract IReadOnlyList<Point> Minima { get; }

    /// <summary>The decimal logarithms of the lowest and of the highest contour.</summary>
    public abstract (double Lowest, double Highest) LevelExponents { get; }

    /// <summary>Its value.</summary>
    public abstract double Value(Point point);

    /// <summary>Its gradient.</summary>
    public abstract Point Gradient(Point point);

    /// <summary>The distance to the minimum that is nearest.</summary>
    public double DistanceToMinimum(Point point) => Minima.Min(point.DistanceTo);
}
