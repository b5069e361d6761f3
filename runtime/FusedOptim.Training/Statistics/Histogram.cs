using FusedOptim.Guards;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Statistics;

/// <summary>The numbers of values in bins of equal width, as <c>numpy.histogram</c> counts them: a bin has its lower edge, and
/// the last one its upper edge too.</summary>
public sealed record Histogram
{
    private readonly ValueList<double> _edges;
    private readonly ValueList<long> _counts;

    private Histogram(double[] edges, long[] counts, long outsideCount)
    {
        (_edges, _counts) = (new ValueList<double>(edges), new ValueList<long>(counts));
        OutsideCount = outsideCount;
    }

    /// <summary>Gets the edges of the bins, from the lowest to the highest: one more than there are bins.</summary>
    public IReadOnlyList<double> Edges => _edges;

    /// <summary>Gets the number of values in each bin.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Gets the number of values in no bin: those outside of the range, and those that are NaN or infinite.</summary>
    public long OutsideCount { get; }

    /// <summary>Counts values over their range. Where all finite values are equal, the bins reach half a unit to both sides; where there
    /// is none, from 0 to 1.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bins">The number of bins; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no bins.</exception>
    public static Histogram Of(ReadOnlySpan<float> values, int bins = 50)
    {
        var (minimum, maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
        }

        return minimum > maximum ? Of(values, 0, 1, bins)
            : minimum == maximum ? Of(values, minimum - 0.5, maximum + 0.5, bins)
            : Of(values, minimum, maximum, bins);
    }

    /// <summary>Counts values over a range, so that histograms can be compared.</summary>
    /// <param name="values">The values.</param>
    /// <param name="minimum">The lowest edge; finite.</param>
    /// <param name="maximum">The highest edge; finite, and so far above the lowest that all edges differ.</param>
    /// <param name="bins">The number of bins; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static Histogram Of(ReadOnlySpan<float> values, double minimum, double maximum, int bins = 50)
    {
        Guard.AtLeast(1, bins);
        Guard.CheckFinite(minimum);
        var edges = new double[bins + 1];
        for (var i = 0; i <= bins; i++)
            edges[i] = i == bins ? maximum : (1 - (double)i / bins) * minimum + (double)i / bins * maximum;
        Guard.Check(
            double.IsFinite(maximum) && AreIncreasing(edges), maximum,
            Invariant($"finite, and so far above the minimum, {minimum}, that {bins} bins have different edges"));
        var counts = new long[bins];
        var outside = 0L;
        foreach (var value in values)
        {
            if (value >= minimum && value <= maximum)
                counts[BinOf(value, edges)]++;
            else
                outside++;
        }

        return new Histogram(edges, counts, outside);
    }

    // The quotient is rounded: the edges decide.
    private static int BinOf(double value, double[] edges)
    {
        var last = edges.Length - 2;
        var bin = Math.Clamp((int)((value - edges[0]) / (edges[^1] - edges[0]) * (last + 1)), 0, last);
        while (bin > 0 && value < edges[bin])
            bin--;
        while (bin < last && value >= edges[bin + 1])
            bin++;
        return bin;
    }

    private static bool AreIncreasing(double[] edges)
    {
        for (var i = 1; i < edges.Length; i++)
        {
            if (!(edges[i] > edges[i - 1]))
                return false;
        }

        return true;
    }
}
