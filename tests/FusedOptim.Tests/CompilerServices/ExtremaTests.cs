using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

/// <summary>The vectors' maximum and minimum against <see cref="Math"/>'s, bit for bit (any NaN equals any NaN).</summary>
public class ExtremaTests
{
    private static readonly float[] Singles =
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity,
        float.NegativeInfinity, float.NaN, BitConverter.UInt32BitsToSingle(0x7F800001), BitConverter.UInt32BitsToSingle(0xFFFFFFFF),
    ];

    private static readonly double[] Doubles =
    [
        0.0, -0.0, 1.0, -1.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity,
        double.NegativeInfinity, double.NaN, BitConverter.UInt64BitsToDouble(0x7FF0000000000001),
        BitConverter.UInt64BitsToDouble(ulong.MaxValue),
    ];

    [Fact]
    public void AreThoseOfMathInSinglePrecision()
    {
        foreach (var (x, y) in Pairs(Singles))
        {
            var (a, b) = (Vector256.Create(x), Vector256.Create(y));
            Check(MathF.Max(x, y), KernelMath.Max(a, b).ToScalar());
            Check(MathF.Min(x, y), KernelMath.Min(a, b).ToScalar());
            if (!Avx.IsSupported)
                continue;
            Check(MathF.Max(x, y), KernelMath.MaxOfAvx(a, b).ToScalar());
            Check(MathF.Min(x, y), KernelMath.MinOfAvx(a, b).ToScalar());
        }
    }

    [Fact]
    public void AreThoseOfMathInDoublePrecision()
    {
        foreach (var (x, y) in Pairs(Doubles))
        {
            var (a, b) = (Vector256.Create(x), Vector256.Create(y));
            Check(Math.Max(x, y), KernelMath.Max(a, b).ToScalar());
            Check(Math.Min(x, y), KernelMath.Min(a, b).ToScalar());
            if (!Avx.IsSupported)
                continue;
            Check(Math.Max(x, y), KernelMath.MaxOfAvx(a, b).ToScalar());
            Check(Math.Min(x, y), KernelMath.MinOfAvx(a, b).ToScalar());
        }
    }

    private static IEnumerable<(T X, T Y)> Pairs<T>(IEnumerable<T> values) =>
        from x in values from y in values select (x, y);

    private static void Check<T>(T expected, T actual)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        Assert.True(Element.Same(expected, actual), $"{actual:R} must be {expected:R}.");
}
