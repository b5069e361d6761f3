
namespace FusedOptim.Tests.Kernels;

/// <summary>
/// A value computed in double, with a bound on how far the same computation in single precision can be from it: running
/// error analysis (Higham, Accuracy and Stability of Numerical Algorithms, 3.3; Wilkinson).
/// </summary>
/// <remarks>
/// Each operation carries the errors of its operands through exactly, not to first order, and adds its own rounding: at
/// most 2⁻²⁴ of the computed value, or 2⁻¹⁵⁰ where that is denormal. The double's own rounding errors are 2²⁹ times
/// smaller.
/// </remarks>
internal readonly record struct BoundedValue(double Value, double Bound)
{
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private static readonly double HalfOfLeastDenormal = Math.ScaleB(1, -150);

    /// <summary>A value that single precision holds exactly.</summary>
    public static BoundedValue Exact(double value) => new(value, 0);

    /// <summary>A value computed in double and rounded once.</summary>
    public static BoundedValue Uniform(double value) => Rounded(value, 0);

    public static BoundedValue operator +(BoundedValue x, BoundedValue y) =>
        Rounded(x.Value + y.Value, x.Bound + y.Bound);

    public static BoundedValue operator -(BoundedValue x, BoundedValue y) =>
        Rounded(x.Value - y.Value, x.Bound + y.Bound);

    public static BoundedValue operator *(BoundedValue x, BoundedValue y) => Rounded(
        x.Value * y.Value, Math.Abs(x.Value) * y.Bound + Math.Abs(y.Value) * x.Bound + x.Bound * y.Bound);

    /// <summary>|(x + e)/(y + f) − x/y| = |e − (x/y)·f| / |y + f|.</summary>
    public static BoundedValue operator /(BoundedValue x, BoundedValue y)
    {
        var quotient = x.Value / y.Value;
        var least = Math.Abs(y.Value) - y.Bound;
        var bound = (x.Bound + Math.Abs(quotient) * y.Bound) / least;
        return Rounded(quotient, least > 0 ? bound : double.PositiveInfinity);
    }

    /// <summary>|√(x + e) − √x| = |e| / (√(x + e) + √x).</summary>
    public static BoundedValue Sqrt(BoundedValue x)
    {
        var sum = Math.Sqrt(x.Value) + Math.Sqrt(Math.Max(0, x.Value - x.Bound));
        return Rounded(Math.Sqrt(x.Value), x.Bound == 0 ? 0 : x.Bound / sum);
    }

    private static BoundedValue Rounded(double value, double bound) =>
        new(value, bound + UnitRoundoff * (Math.Abs(value) + bound) + HalfOfLeastDenormal);
}
