namespace FusedOptim.Training.Plots;

/// <summary>One axis of a panel: its label, its values, and the scale that they are on.</summary>
/// <param name="label">The label, with the unit in parentheses where there is one.</param>
internal sealed class AxisScale(string label)
{
    private double _minimum = double.PositiveInfinity;
    private double _maximum = double.NegativeInfinity;

    /// <summary>Gets the label.</summary>
    public string Label { get; } = label;

    /// <summary>Gets whether places are decimal logarithms of values.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Gets whether values are counts, such as epochs.</summary>
    public bool AreWhole { get; init; }

    /// <summary>Gets the least value to show, whatever the data are; null for that of the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>Gets the greatest value to show, whatever the data are; null for that of the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>Gets the share of the range that is left free at each end.</summary>
    public double Margin { get; init; } = 0.04;

    /// <summary>Gets the names in place of numbers, for 0, 1 and so on; null for numbers.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Returns whether values are best seen on a logarithmic scale: all are positive, and the greatest is at least 30 times
    /// the least.</summary>
    public static bool SpanDecades(IEnumerable<double> values)
    {
        var (least, greatest) = (double.PositiveInfinity, 0.0);
        foreach (var value in values.Where(double.IsFinite))
        {
            if (value <= 0)
                return false;
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }

        return greatest >= 30 * least;
    }

    /// <summary>Gets the place of a value; NaN where it has none: NaN, infinite, or not positive on a logarithmic scale.</summary>
    public double GetPlace(double value)
    {
        var place = !IsLogarithmic ? value : value > 0 ? Math.Log10(value) : double.NaN;
        return double.IsFinite(place) ? place : double.NaN;
    }

    /// <summary>Makes room for a value.</summary>
    public void Include(double value) => IncludePlaces([GetPlace(value)]);

    /// <summary>Makes room for places; NaN is passed over.</summary>
    public void IncludePlaces(ReadOnlySpan<double> places)
    {
        foreach (var place in places)
        {
            if (!double.IsNaN(place))
                (_minimum, _maximum) = (Math.Min(_minimum, place), Math.Max(_maximum, place));
        }
    }

    /// <summary>Gets the ends of the axis as places. There are always two different ones, also without data.</summary>
    public (double Minimum, double Maximum) GetLimits()
    {
        var (minimum, maximum) = (_minimum, _maximum);
        if (Minimum is { } least)
            minimum = GetPlace(least);
        if (Maximum is { } greatest)
            maximum = GetPlace(greatest);
        if (!(minimum <= maximum))
            (minimum, maximum) = !double.IsFinite(minimum) && !double.IsFinite(maximum) ? (0, 1)
                : double.IsFinite(minimum) ? (minimum, minimum + 1) : (maximum - 1, maximum);
        if (maximum - minimum <= 1e-12 * Math.Max(Math.Abs(minimum), Math.Abs(maximum)) || minimum == maximum)
        {
            var half = IsLogarithmic || minimum == 0 ? 0.5 : 0.5 * Math.Abs(minimum);
            return (Minimum is null ? minimum - half : minimum, Maximum is null ? maximum + half : maximum);
        }

        // Written so that the range of double's whole width does not overflow.
        var margin = Margin * maximum - Margin * minimum;
        return (Minimum is null ? minimum - margin : minimum, Maximum is null ? maximum + margin : maximum);
    }

    /// <summary>Gets the places that have texts.</summary>
    /// <param name="count">The most that have room.</param>
    public (double[] Places, string[] Texts) GetTicks(int count)
    {
        if (Names is not null)
            return ([.. Enumerable.Range(0, Names.Count).Select(i => (double)i)], [.. Names]);
        var (minimum, maximum) = GetLimits();
        count = Math.Max(count, 1);
        return IsLogarithmic
            ? Ticks.Logarithmic(minimum, maximum, count)
            : Ticks.Linear(minimum, maximum, count, AreWhole);
    }
}
