namespace FusedOptim.Numerics;

/// <summary>
/// A size, S·2^E, that may lie far beyond the range of double: norms of large and small numbers, and quotients of them, are taken
/// without overflow and underflow on the way.
/// </summary>
/// <param name="Significand">S, near 1; or 0, ∞ or NaN.</param>
/// <param name="Exponent">E.</param>
internal readonly record struct Magnitude(double Significand, int Exponent)
{
    public static Magnitude Of(double value)
    {
        value = Math.Abs(value);
        if (value == 0 || !double.IsFinite(value))
            return new Magnitude(value, 0);
        var exponent = Math.ILogB(value);
        return new Magnitude(Math.ScaleB(value, -exponent), exponent);
    }

    public static Magnitude operator *(Magnitude a, Magnitude b) =>
        new(a.Significand * b.Significand, a.Exponent + b.Exponent);

    public static Magnitude operator /(Magnitude a, Magnitude b) =>
        new(a.Significand / b.Significand, a.Exponent - b.Exponent);

    /// <summary>The greater of two; NaN where the first is.</summary>
    public static Magnitude Max(Magnitude a, Magnitude b) => (a / b).IsBelowOne ? b : a;

    /// <summary>Whether it is below 1; not where it is NaN.</summary>
    public bool IsBelowOne => ToDouble() < 1;

    /// <summary>The nearest double: 0 or ∞ where it is beyond the range.</summary>
    public double ToDouble() => Math.ScaleB(Significand, Exponent);
}
