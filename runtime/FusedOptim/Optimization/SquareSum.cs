using System.Runtime.InteropServices;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// A sum of squares, Σx² = Sum·4^Exponent. The exponent is 0 unless squares of large finite numbers would overflow.
/// </summary>
/// <param name="Sum">The sum of the squares of x/2^Exponent.</param>
/// <param name="Exponent">0 or <see cref="LargeExponent"/>.</param>
internal readonly record struct SquareSum(double Sum, int Exponent = 0)
{
    /// <summary>
    /// With it, the squares of the largest doubles are far from overflowing, and those that underflow are lost beside one
    /// that would overflow without.
    /// </summary>
    public const int LargeExponent = 600;

    /// <summary>Whether all that was summed is finite.</summary>
    public bool IsFinite => double.IsFinite(Sum);

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

        // Squares of floats do not overflow.
        if (typeof(T) == typeof(double) && !double.IsFinite(sum))
        {
            var reduced = OfLarge(MemoryMarshal.Cast<T, double>(values));
            if (double.IsFinite(reduced))
                return new SquareSum(reduced, LargeExponent);
        }

        return new SquareSum(sum);
    }

    /// <summary>
    /// The sum of the squares of x/2^<see cref="LargeExponent"/>, one by one: for the rare numbers whose squares overflow.
    /// NaN or infinite exactly where a number is.
    /// </summary>
    public static double OfLarge(ReadOnlySpan<double> values)
    {
        var factor = Math.ScaleB(1, -LargeExponent);
        var sum = 0.0;
        foreach (var value in values)
            sum += factor * value * (factor * value);
        return sum;
    }

    /// <summary>The Euclidean norm of all that was summed, times a factor.</summary>
    public double Norm(double factor) => Math.ScaleB(Math.Abs(factor) * Math.Sqrt(Sum), Exponent);

    /// <summary>maximum / (norm + margin), where the norm may be beyond the range of double.</summary>
    public double Coefficient(double maximum, double factor, double margin)
    {
        var norm = Norm(factor);
        return double.IsFinite(norm)
            ? maximum / (norm + margin)
            : Math.ScaleB(maximum / (Math.Abs(factor) * Math.Sqrt(Sum)), -Exponent);
    }
}
