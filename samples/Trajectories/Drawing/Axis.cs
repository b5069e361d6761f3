namespace FusedOptim.Samples.Trajectories;

/// <summary>Where the marks of an axis stand.</summary>
internal static class Axis
{
    /// <summary>The multiples of 1, 2 or 5 times a power of ten between two bounds, at most so many.</summary>
    public static IEnumerable<double> Ticks(double from, double to, int atMost)
    {
        var step = Math.Pow(10, Math.Floor(Math.Log10((to - from) / atMost)));
        foreach (var factor in (double[])[1, 2, 5, 10])
        {
            var first = Math.Ceiling(from / (factor * step));
            var last = Math.Floor(to / (factor * step));
            if (last - first < atMost)
                return Enumerable.Range(0, (int)(last - first) + 1).Select(i => Math.Round((first + i) * factor * step, 10));
        }

        return [];
    }

    /// <summary>A number in words of the axis: the minus sign is one.</summary>
    public static string Label(double value) =>
        (value == 0 ? 0 : value).ToString(System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A power of ten.</summary>
    public static string PowerLabel(double exponent)
    {
        const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";
        return "10" + string.Concat(Label(exponent).Select(c => c == '−' ? '⁻' : Digits[c - '0']));
    }
}
