namespace FusedOptim.Generator.Analysis;

/// <summary>What a value can be, besides NaN.</summary>
/// <param name="Low">It is not below this.</param>
/// <param name="High">It is not above this.</param>
/// <param name="MayBeNegativeZero">Whether a zero may have a sign.</param>
/// <param name="IsNumber">Whether it cannot be NaN.</param>
internal readonly record struct ValueRange(double Low, double High, bool MayBeNegativeZero, bool IsNumber = false)
{
    public static readonly ValueRange Any = new(double.NegativeInfinity, double.PositiveInfinity, true);

    public static readonly ValueRange Positive = new(0, double.PositiveInfinity, false);

    /// <summary>Whether the sign bit is clear, unless the value is NaN.</summary>
    public bool IsPositive => Low >= 0 && !MayBeNegativeZero;

    public bool IsFinite => Low >= double.MinValue && High <= double.MaxValue;

    /// <summary>Whether it is a number of an interval.</summary>
    public bool IsNumberIn(double low, double high) => IsNumber && Low >= low && High <= high;
}
