namespace FusedOptim.Samples.Trajectories;

/// <summary>Leaves out points of a line that nobody would miss (Ramer, 1972; Douglas and Peucker, 1973).</summary>
internal static class LineSimplification
{
    /// <summary>The points that are needed to stay within a distance of the line; the first and the last among them.</summary>
    public static List<Point> Simplify(IReadOnlyList<Point> line, double tolerance)
    {
        var isKept = new bool[line.Count];
        isKept[0] = isKept[^1] = true;
        var open = new Stack<(int First, int Last)>([(0, line.Count - 1)]);
        while (open.TryPop(out var range))
        {
            var (farthest, distance) = (range.First, tolerance);
            for (var i = range.First + 1; i < range.Last; i++)
            {
                if (Distance(line[i], line[range.First], line[range.Last]) is var d && d > distance)
                    (farthest, distance) = (i, d);
            }

            if (farthest == range.First)
                continue;
            isKept[farthest] = true;
            open.Push((range.First, farthest));
            open.Push((farthest, range.Last));
        }

        return [.. line.Where((_, i) => isKept[i])];
    }

    private static double Distance(Point point, Point from, Point to)
    {
        var length = from.DistanceTo(to);
        // A loop ends where it began.
        if (length == 0)
            return point.DistanceTo(from);
        var share = ((point.X - from.X) * (to.X - from.X) + (point.Y - from.Y) * (to.Y - from.Y)) / (length * length);
        share = Math.Clamp(share, 0, 1);
        return point.DistanceTo(new Point(from.X + share * (to.X - from.X), from.Y + share * (to.Y - from.Y)));
    }
}
