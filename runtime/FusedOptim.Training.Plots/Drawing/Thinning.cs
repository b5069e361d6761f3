namespace FusedOptim.Training.Plots;

/// <summary>Leaves out points of a long line that no pixel would show.</summary>
internal static class Thinning
{
    /// <summary>Keeps, of the points of each bucket, the first, the least, the greatest and the last in their order: what the pixels of
    /// a bucket show is the same. NaN is kept as the gap that it is, once in a bucket without numbers.</summary>
    /// <param name="x">Ascending places.</param>
    /// <param name="y">Values.</param>
    /// <param name="buckets">The number of buckets, such as that of pixels; at least 1.</param>
    public static (double[] X, double[] Y) Apply(double[] x, double[] y, int buckets)
    {
        if (x.Length <= 4 * buckets)
            return (x, y);
        var (keptX, keptY) = (new List<double>(4 * buckets), new List<double>(4 * buckets));
        Span<int> kept = stackalloc int[4];
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var begin = (int)((long)x.Length * bucket / buckets);
            var end = (int)((long)x.Length * (bucket + 1) / buckets);
            var (least, greatest) = (-1, -1);
            for (var i = begin; i < end; i++)
            {
                if (double.IsNaN(y[i]))
                    continue;
                if (least < 0 || y[i] < y[least])
                    least = i;
                if (greatest < 0 || y[i] > y[greatest])
                    greatest = i;
            }

            (kept[0], kept[1], kept[2], kept[3]) = least < 0
                ? (begin, begin, begin, begin)
                : (begin, Math.Min(least, greatest), Math.Max(least, greatest), end - 1);
            var previous = -1;
            foreach (var index in kept)
            {
                if (index == previous)
                    continue;
                keptX.Add(x[index]);
                keptY.Add(y[index]);
                previous = index;
            }
        }

        return ([.. keptX], [.. keptY]);
    }
}
