namespace FusedOptim;

/// <summary>
/// Functions for the bodies of rules, for what C# lacks or defines in a way that does not suit a kernel. Each is plain C#
/// and compiles to the same bits on every instruction set.
/// </summary>
public static partial class Elementwise
{
    /// <summary>
    /// The sign of a value: 1 above zero, −1 below; a zero keeps its sign and NaN stays NaN (<see cref="Math.Sign(double)"/>
    /// throws on NaN and returns an integer).
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Sign(double value) => value > 0 ? 1.0 : value < 0 ? -1.0 : value;

    /// <summary>value · value.</summary>
    /// <param name="value">Any value.</param>
    public static double Square(double value) => value * value;

    /// <summary>
    /// The proximal operator of threshold·|x|: the value moved towards zero by the threshold, and zero where it is
    /// smaller: sign(x)·max(|x| − threshold, 0). NaN stays NaN.
    /// </summary>
    /// <param name="value">Any value.</param>
    /// <param name="threshold">How far to move; not negative.</param>
    public static double SoftThreshold(double value, double threshold) =>
        Math.CopySign(Math.Max(Math.Abs(value) - threshold, 0.0), value);
}
