using System.Globalization;

namespace FusedOptim.Training.Plots;

/// <summary>The mean and the standard deviation of the finite ones of some values; NaN without any.</summary>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <summary>Computes both in double.</summary>
    public static Moments Of(ReadOnlySpan<float> values)
    {
        var (count, sum, squares) = (0, 0.0, 0.0);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                (count, sum) = (count + 1, sum + value);
        }

        var mean = sum / count;
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                squares += (value - mean) * (value - mean);
        }

        return new(mean, Math.Sqrt(squares / count));
    }

    /// <summary>Writes "mean ± deviation" with two digits.</summary>
    public string Describe() => double.IsNaN(Mean) ? "no values" : $"{Format(Mean)} ± {Format(Deviation)}";

    // Short enough for a title above a small histogram.
    private static string Format(double value) => (Math.Abs(value) is >= 0.001 and < 100_000 or 0
        ? value.ToString("G2", CultureInfo.InvariantCulture)
        : value.ToString("0.#e0", CultureInfo.InvariantCulture)).Replace('-', '−');
}
