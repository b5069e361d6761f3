using System.Runtime.InteropServices;

namespace FusedOptim.Numerics;

/// <summary>
/// A sum of squares, Σx² = Sum·4^Exponent. The exponent is 0 unless squares would overflow, or underflow, on the way.
/// </summary>
/// <param name="Sum">The sum of the squares of x/2^Exponent.</param>
/// <param name="Exponent">0, <see cref="LargeExponent"/> or −<see cref="LargeExponent"/>.</param>
internal readonly record struct SquareSum(double Sum, int Exponent = 0)
{
    /// <summary>
    /// With it, the squares of the largest doubles are far from overflowing, and those that underflow are lost beside one
    /// that would overflow without. With its negation, the squares of the smallest doubles are far from underflowing.
    /// </summary>
    public const int LargeExponent = 600;

    // A sum below it may have lost squares that matter: those of numbers below 2^-484 have fewer bits than others.
    private const double Small = 1.1830521861667747E-271;  // 2^-900

    /// <summary>Whether all that was summed is finite.</summary>
    public bool IsFinite => double.IsFinite(Sum);

    /// <summary>The exponent that squares must be taken again with, where their plain sum overflowed or underflowed.</summary>
    /// <param name="sum">The plain sum.</param>
    public static int ExponentFor(double sum) => !double.IsFinite(sum) ? LargeExponent : sum < Small ? -LargeExponent : 0;

    /// <summary>The sum over some numbers: by blocks from the first on, added in order.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    public static SquareSum Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var sum = 0.0;
        for (var start = 0; start < values.Length; start += BlockReduction.Length)
        {
            var length = Math.Min(BlockReduction.Length, values.Length - start);
            sum += LaneSum<T, SquareSummand>.Of(values.Slice(start, length));
        }

        // Squares of floats neither overflow nor underflow.
        return typeof(T) == typeof(double)
            ? Of(sum, MemoryMarshal.Cast<T, double>(values))
            : new SquareSum(sum);
    }

    /// <summary>The sum over numbers whose squares are summed already; they are taken again where that left the range.</summary>
    public static SquareSum Of(double sum, ReadOnlySpan<double> values)
    {
        var exponent = ExponentFor(sum);
        if (exponent == 0)
            return new SquareSum(sum);
        return Of(sum, Add(0, exponent, values), exponent);
    }

    /// <summary>A sum that was taken again with an exponent, unless that did not help.</summary>
    /// <param name="sum">The plain sum.</param>
    /// <param name="reduced">The sum with the exponent.</param>
    /// <param name="exponent">The exponent.</param>
    public static SquareSum Of(double sum, double reduced, int exponent) =>
        double.IsFinite(reduced) ? new SquareSum(reduced, exponent) : new SquareSum(sum);

    /// <summary>Adds the squares of numbers to a sum with an exponent, one by one: it is rare.</summary>
    public static double Add(double reduced, int exponent, ReadOnlySpan<double> values)
    {
        var factor = Math.ScaleB(1, -exponent);
        foreach (var value in values)
            reduced += factor * value * (factor * value);
        return reduced;
    }

    /// <summary>The sum as it is with another exponent.</summary>
    public double With(int exponent) => Math.ScaleB(Sum, 2 * (Exponent - exponent));

    /// <summary>The Euclidean norm of all that was summed, times a factor.</summary>
    public Magnitude Norm(double factor)
    {
        var root = Math.Sqrt(Sum);
        // In the range of double the product has its own rounding.
        return Exponent == 0 && Math.Abs(factor) * root is >= 1e-290 and <= double.MaxValue and var norm
            ? Magnitude.Of(norm)
            : Magnitude.Of(factor) * Magnitude.Of(root) * new Magnitude(1, Exponent);
    }
}
