using System.Numerics;
using System.Runtime.InteropServices;
using FusedOptim.Numerics;

namespace FusedOptim.Tests.Execution;

public class LaneSumTests
{
    [Fact]
    public void HasTheBitsOfTheStatedOrderAtEveryLengthAndWidth()
    {
        Check<float, SquareSummand>(RandomValues(seed: 1, value => (float)value), value => value * value);
        Check<double, SquareSummand>(RandomValues(seed: 2, value => value), value => value * value);
        Check<float, PlainSummand>(RandomValues(seed: 3, value => (float)value), value => value);
        Check<double, PlainSummand>(RandomValues(seed: 4, value => value), value => value);

        static void Check<T, TSummand>(T[] values, Func<double, double> summand)
            where T : unmanaged, INumber<T>
            where TSummand : struct, ISummand
        {
            for (var length = 0; length <= BlockReduction.Length; length += length < 200 ? 1 : 31)
            {
                // From the end, so that starts are unaligned.
                var block = values.AsSpan(values.Length - length);
                var expected = Plain<T>(block, summand);

                Assert.Equal(expected, LaneSum<T, TSummand>.Of(block));
                var padded = new T[(length / 16 + 1) * 16];
                block.CopyTo(padded);
                ref var first = ref MemoryMarshal.GetArrayDataReference(padded);
                ref var rest = ref padded[length / 16 * 16];
                Assert.Equal(expected, LaneSum<T, TSummand>.Of512(ref first, length / 16 * 16, ref rest));
                Assert.Equal(expected, LaneSum<T, TSummand>.Of256(ref first, length / 16 * 16, ref rest));
                Assert.Equal(expected, LaneSum<T, TSummand>.Of128(ref first, length / 16 * 16, ref rest));
            }
        }
    }

    [Fact]
    public void SquaresDenormalNumbersExactly() =>
        Assert.Equal(
            3 * (double)float.Epsilon * float.Epsilon,
            LaneSum<float, SquareSummand>.Of([float.Epsilon, 0, float.Epsilon, float.Epsilon]));

    /// <summary>The order of the contract, as plainly as it can be written.</summary>
    internal static double Plain<T>(ReadOnlySpan<T> block, Func<double, double> summand)
        where T : INumber<T>
    {
        var lanes = new double[16];
        for (var i = 0; i < block.Length; i++)
            lanes[i % 16] += summand(double.CreateChecked(block[i]));
        for (var half = 8; half >= 1; half /= 2)
        {
            for (var lane = 0; lane < half; lane++)
                lanes[lane] += lanes[lane + half];
        }

        return lanes[0];
    }

    private static T[] RandomValues<T>(int seed, Func<double, T> convert)
    {
        // Magnitudes from 1e-8 to 1e8: a sum in any other order has other bits.
        var random = new Random(seed);
        return [.. Enumerable.Range(0, BlockReduction.Length).Select(
            _ => convert((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9))))];
    }
}
