namespace FusedOptim.Tests.Functions;

/// <summary>
/// A number as the unevaluated sum of two doubles, with about 104 bits (Dekker, 1971; products by fused multiply-add). For
/// magnitudes whose square neither overflows nor underflows.
/// </summary>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (high, lost) = Sum(a.High, b.High);
        var (low, lostLow) = Sum(a.Low, b.Low);
        (high, lost) = Normalized(high, lost + low);
        return new(Normalized(high, lost + lostLow));
    }

    public static DoubleDouble operator -(DoubleDouble value) => new(-value.High, -value.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = a.High * b.High;
        var lost = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return new(Normalized(product, lost + (a.High * b.Low + a.Low * b.High)));
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var first = a.High / b.High;
        var rest = a - b * first;
        var second = rest.High / b.High;
        rest -= b * second;
        return (DoubleDouble)first + second + rest.High / b.High;
    }

    /// <summary>value · 2^power, exactly where nothing underflows.</summary>
    public static DoubleDouble Scale(DoubleDouble value, int power) =>
        new(Math.ScaleB(value.High, power), Math.ScaleB(value.Low, power));

    private DoubleDouble((double High, double Low) parts)
        : this(parts.High, parts.Low)
    {
    }

    private static (double Sum, double Lost) Sum(double a, double b)
    {
        var sum = a + b;
        var virtualB = sum - a;
        return (sum, (a - (sum - virtualB)) + (b - virtualB));
    }

    private static (double High, double Low) Normalized(double high, double low)
    {
        var sum = high + low;
        return (sum, low - (sum - high));
    }
}
