using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Numerics;

/// <summary>
/// Norms of numbers that are norms themselves, at least 0 or NaN: √(a² + b²), with the same bits on every machine. Squares that leave the range
/// are taken again of numbers scaled by a power of two (<see cref="SquareSum"/>).
/// </summary>
internal static class EuclideanNorm
{
    // Sums of squares between have lost no square that matters.
    private static readonly double s_least = Math.ScaleB(1, -900);

    /// <summary>The norm of two.</summary>
    public static double Of(double a, double b)
    {
        if (a == 0)
            return b;
        var sum = a * a + b * b;
        var exponent = SquareSum.ExponentFor(sum);
        if (exponent == 0)
            return Math.Sqrt(sum);
        var factor = Math.ScaleB(1, -exponent);
        var reduced = factor * a * (factor * a) + factor * b * (factor * b);
        return double.IsFinite(reduced) ? Math.ScaleB(Math.Sqrt(reduced), exponent) : Math.Sqrt(sum);
    }

    /// <summary>The norm of a block of at most <see cref="BlockReduction.Length"/> numbers.</summary>
    public static double Of(ReadOnlySpan<double> block)
    {
        var squares = SquareSum.Of(block);
        return squares.Exponent == 0 ? Math.Sqrt(squares.Sum) : Math.ScaleB(Math.Sqrt(squares.Sum), squares.Exponent);
    }

    /// <summary>Enters one number into each of several norms.</summary>
    /// <param name="norms">The norms; updated.</param>
    /// <param name="values">As many numbers.</param>
    [MethodImpl(KernelOptions.Loop)]
    public static void Enter(Span<double> norms, ReadOnlySpan<double> values)
    {
        ref var norm = ref MemoryMarshal.GetReference(norms);
        ref var value = ref MemoryMarshal.GetReference(values);
        var (least, greatest) = (Vector256.Create(s_least), Vector256.Create(double.MaxValue));
        var i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var (a, b) = (Vector256.LoadUnsafe(ref norm, (nuint)i), Vector256.LoadUnsafe(ref value, (nuint)i));
            var sum = a * a + b * b;
            if (Vector256.GreaterThanOrEqualAll(sum, least) && Vector256.LessThanOrEqualAll(sum, greatest))
            {
                Vector256.Sqrt(sum).StoreUnsafe(ref norm, (nuint)i);
                continue;
            }

            for (var k = i; k < i + Vector256<double>.Count; k++)
                norms[k] = Of(norms[k], values[k]);
        }

        for (; i < values.Length; i++)
            norms[i] = Of(norms[i], values[i]);
    }
}
