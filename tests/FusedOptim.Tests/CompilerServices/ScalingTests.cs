using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

/// <summary>Exponents and significands against the framework's, the vectors' against the scalars', bit for bit.</summary>
public class ScalingTests
{
    [Fact]
    public void ExponentsAndSignificandsTakeEveryNumberApart()
    {
        foreach (var value in Singles())
        {
            var (exponent, significand) = (KernelMath.LogB(value), KernelMath.NormalizedSignificand(value));
            if (float.IsNaN(value))
            {
                Assert.True(float.IsNaN(exponent));
                continue;
            }

            if (value == 0 || float.IsInfinity(value))
            {
                Assert.Equal(value == 0 ? float.NegativeInfinity : float.PositiveInfinity, exponent);
                Assert.Equal(1, significand);
                continue;
            }

            Assert.Equal(MathF.ILogB(value), exponent);
            Assert.InRange(significand, 1, MathF.BitDecrement(2));
            Assert.Equal(Math.Abs((double)value), Math.ScaleB(significand, (int)exponent));
        }
    }

    [Fact]
    public void VectorsTakeApartAsScalarsDo()
    {
        foreach (var value in Singles())
        {
            var exponent = KernelMath.LogB(value);
            Check(exponent, KernelMath.LogB(Vector128.Create(value)).ToScalar(), value);
            Check(exponent, KernelMath.LogB(Vector256.Create(value)).ToScalar(), value);
            Check(exponent, KernelMath.LogB(Vector512.Create(value)).ToScalar(), value);
            if (float.IsNaN(value))
                continue;
            var significand = KernelMath.NormalizedSignificand(value);
            Check(significand, KernelMath.NormalizedSignificand(Vector128.Create(value)).ToScalar(), value);
            Check(significand, KernelMath.NormalizedSignificand(Vector256.Create(value)).ToScalar(), value);
            Check(significand, KernelMath.NormalizedSignificand(Vector512.Create(value)).ToScalar(), value);
        }
    }

    [Fact]
    public void ScalingRoundsOnce()
    {
        foreach (var value in (double[])[0.5, 0.70710678118654757, 1, 1.3333333333333333, 1.9999999999999998, -1.1, double.NaN])
        {
            for (var power = -2044; power <= 2046; power += power is > -1090 and < -1010 or > 1010 and < 1040 ? 1 : 7)
            {
                var expected = Math.ScaleB(value, power);
                Check(expected, KernelMath.ScaleB(value, power), power);
                Check(expected, KernelMath.ScaleB(Vector128.Create(value), Vector128.Create((double)power)).ToScalar(), power);
                Check(expected, KernelMath.ScaleB(Vector256.Create(value), Vector256.Create((double)power)).ToScalar(), power);
                Check(expected, KernelMath.ScaleB(Vector512.Create(value), Vector512.Create((double)power)).ToScalar(), power);
            }

            var single = (float)value;
            for (var power = -252; power <= 254; power++)
            {
                var expected = MathF.ScaleB(single, power);
                Check(expected, KernelMath.ScaleB(single, power), power);
                Check(expected, KernelMath.ScaleB(Vector128.Create(single), Vector128.Create((float)power)).ToScalar(), power);
                Check(expected, KernelMath.ScaleB(Vector256.Create(single), Vector256.Create((float)power)).ToScalar(), power);
                Check(expected, KernelMath.ScaleB(Vector512.Create(single), Vector512.Create((float)power)).ToScalar(), power);
            }
        }
    }

    /// <summary>Every exponent, denormal ones too, with significands at and around the ends; what is no number.</summary>
    private static IEnumerable<float> Singles()
    {
        for (var bits = 0u; bits <= 0xFF; bits++)
        {
            foreach (var fraction in (uint[])[0, 1, 2, 3, 0x400, 0x12345, 0x400000, 0x7FFFFE, 0x7FFFFF])
            {
                var value = BitConverter.UInt32BitsToSingle(bits << 23 | fraction);
                yield return value;
                yield return -value;
            }
        }
    }

    private static void Check<T>(T expected, T actual, double where)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        Assert.True(Element.Same(expected, actual), $"{actual:R} must be {expected:R} at {where:R}.");
}
