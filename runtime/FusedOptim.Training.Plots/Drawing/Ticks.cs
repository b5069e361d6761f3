using System.Globalization;

namespace FusedOptim.Training.Plots;

/// <summary>The places of an axis that have numbers, with their texts.</summary>
internal static class Ticks
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Chooses multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="minimum">The least value of the axis.</param>
    /// <param name="maximum">The greatest value of the axis.</param>
    /// <param name="count">The most numbers that have room; at least 1.</param>
    /// <param name="areWhole">Whether values are counts, which are not divided.</param>
    public static (double[] Places, string[] Texts) Linear(double minimum, double maximum, int count, bool areWhole)
    {
        var rough = (maximum - minimum) / count;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
        if (areWhole)
            step = Math.Max(step, 1);
        var first = Math.Ceiling(minimum / step - 1e-9);
        var last = Math.Floor(maximum / step + 1e-9);
        var places = new double[Math.Max((int)(last - first) + 1, 0)];
        for (var i = 0; i < places.Length; i++)
            places[i] = (first + i) * step;
        return (places, [.. places.Select(place => Format(place, step, Math.Max(Math.Abs(minimum), Math.Abs(maximum))))]);
    }

    /// <summary>Chooses powers of ten, or also 2 and 5 times a power of ten where there are few.</summary>
    /// <param name="minimum">The decimal logarithm of the least value.</param>
    /// <param name="maximum">The decimal logarithm of the greatest value.</param>
    /// <param name="count">The most numbers that have room; at least 1.</param>
    /// <returns>Places as decimal logarithms.</returns>
    public static (double[] Places, string[] Texts) Logarithmic(double minimum, double maximum, int count)
    {
        var (lowest, highest) = ((int)Math.Floor(minimum), (int)Math.Ceiling(maximum));
        double[] digits = maximum - minimum > 2 ? [1] : maximum - minimum > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
        var stride = digits.Length > 1 ? 1 : Math.Max(1, (int)Math.Ceiling((maximum - minimum) / count));
        var ticks =
            from power in Enumerable.Range(lowest, highest - lowest + 1)
            where power % stride == 0
            from digit in digits
            let place = power + Math.Log10(digit)
            where place >= minimum - 1e-9 && place <= maximum + 1e-9
            select (place, FormatPower(digit, power));
        var (places, texts) = (ticks.Select(tick => tick.place).ToArray(), ticks.Select(tick => tick.Item2).ToArray());
        // A narrow range far from any of these digits has plain numbers.
        return places.Length >= 2 ? (places, texts) : Plain(minimum, maximum, count);
    }

    /// <summary>Gets the places of 2 to 9 times each power of ten, as decimal logarithms; none where they would be dense.</summary>
    public static double[] Minor(double minimum, double maximum) => maximum - minimum > 8 ? [] :
    [
        .. from power in Enumerable.Range((int)Math.Floor(minimum), (int)Math.Ceiling(maximum) - (int)Math.Floor(minimum) + 1)
           from digit in Enumerable.Range(2, 8)
           let place = power + Math.Log10(digit)
           where place > minimum && place < maximum
           select place,
    ];

    private static (double[] Places, string[] Texts) Plain(double minimum, double maximum, int count)
    {
        var (places, texts) = Linear(Math.Pow(10, minimum), Math.Pow(10, maximum), Math.Min(count, 5), areWhole: false);
        return ([.. places.Select(Math.Log10)], texts);
    }

    private static string FormatPower(double digit, int power) => power is >= -3 and <= 4
        ? (digit * Math.Pow(10, power)).ToString(power >= 0 ? "#,0.#" : "0.#####", CultureInfo.InvariantCulture)
        : $"{(digit == 1 ? "" : Invariant($"{digit}×"))}10{Superscript(power)}";

    private static string Format(double value, double step, double largest)
    {
        if (value == 0)
            return "0";
        if (largest is >= 1e6 or < 1e-3)
        {
            var power = (int)Math.Floor(Math.Log10(largest) + 1e-9);
            var digits = Math.Max(0, power - (int)Math.Floor(Math.Log10(step) + 1e-9));
            return (value / Math.Pow(10, power)).ToString(Invariant($"F{digits}"), CultureInfo.InvariantCulture).Replace('-', '−') +
                $"×10{Superscript(power)}";
        }

        var decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        return value.ToString(Invariant($"N{decimals}"), CultureInfo.InvariantCulture).Replace('-', '−');
    }

    private static string Superscript(int power) => string.Concat(
        power.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : Superscripts[letter - '0']));
}
