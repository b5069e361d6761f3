namespace FusedOptim.Samples.Trajectories;

/// <summary>The part of the plane that is drawn.</summary>
internal sealed record Window(double Left, double Right, double Bottom, double Top)
{
    public double Width => Right - Left;

    public double Height => Top - Bottom;

    /// <summary>Whether a point lies in it.</summary>
    public bool Contains(Point point) =>
        point.X >= Left && point.X <= Right && point.Y >= Bottom && point.Y <= Top;
}
