namespace FusedOptim.Training.Statistics;

/// <summary>The distribution of some values, such as the activations of a layer. Values that are NaN or infinite are counted and
/// otherwise left out.</summary>
/// <param name="Count">The number of values.</param>
/// <param name="NonFiniteCount">The number of values that are NaN or infinite.</param>
/// <param name="Mean">The mean; NaN where no value is finite.</param>
/// <param name="Deviation">The standard deviation, with the number of values as divisor; NaN where no value is finite.</param>
/// <param name="Minimum">The least value; NaN where none is finite.</param>
/// <param name="Maximum">The greatest value; NaN where none is finite.</param>
/// <param name="ZeroShare">The share of the values that are 0: from 0 to 1; NaN where there are no values.</param>
/// <param name="Histogram">How many values lie where.</param>
public sealed record ValueStatistics(
    long Count, long NonFiniteCount, double Mean, double Deviation, double Minimum, double Maximum, double ZeroShare, Histogram Histogram)
{
    /// <summary>Computes the statistics of values, in double and in order: the same bits on every machine.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bins">The number of bins of the histogram; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no bins.</exception>
    public static ValueStatistics Of(ReadOnlySpan<float> values, int bins = 50)
    {
        var (sum, finite, zeros) = (0.0, 0L, 0L);
        var (minimum, maximum) = (double.NaN, double.NaN);
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                continue;
            finite++;
            sum += value;
            if (value == 0)
                zeros++;
            if (!(value >= minimum))
                minimum = value;
            if (!(value <= maximum))
                maximum = value;
        }

        var mean = sum / finite;
        var squares = 0.0;
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                squares += (value - mean) * (value - mean);
        }

        return new ValueStatistics(
            values.Length, values.Length - finite, mean, Math.Sqrt(squares / finite), minimum, maximum, (double)zeros / values.Length,
            Histogram.Of(values, bins));
    }
}
