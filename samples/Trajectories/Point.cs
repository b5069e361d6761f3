namespace FusedOptim.Samples.Trajectories;

/// <summary>A point of the plane: two parameters, or a place in a picture.</summary>
internal readonly record struct Point(double X, double Y)
{
    /// <summary>The distance to another point.</summary>
    public double DistanceTo(Point other) => double.Hypot(X - other.X, Y - other.Y);
}
