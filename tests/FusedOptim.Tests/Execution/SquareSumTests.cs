using System.Numerics;
using System.Runtime.InteropServices;

namespace FusedOptim.Tests.Execution;

public class SquareSumTests
{
    [Fact]
    public void HasTheBitsOfTheStatedOrderAtEveryLengthAndWidth()
    {
        Check(RandomValues(seed: 1, value => (float)value));
        Check(RandomValues(seed: 2, value => value));

        static void Check<T>(T[] values)
            where T : unmanaged, INumber<T>
        {
            for (var length = 0; length <= SquareSum.BlockLength; length += length < 200 ? 1 : 31)
            {
                // From the end, so that starts are unaligned.
                var block = values.AsSpan(values.Length - length);
                var expected = Plain<T>(block);

                Assert.Equal(expected, SquareSum.OfBlock<T>(block));
                var padded = new T[(length / 32 + 1) * 32];
                block.CopyTo(padded);
                ref var first = ref MemoryMarshal.GetArrayDataReference(padded);
                ref var rest = ref padded[length / 32 * 32];
                Assert.Equal(expected, SquareSum.Sum256(ref first, length / 32 * 32, ref rest));
                Assert.Equal(expected, SquareSum.Sum128(ref first, length / 32 * 32, ref rest));
            }
        }
    }

    [Fact]
    public void SquaresDenormalNumbersExactly() =>
        Assert.Equal(
            3 * (double)float.Epsilon * float.Epsilon,
            SquareSum.OfBlock<float>([float.Epsilon, 0, float.Epsilon, float.Epsilon]));

    /// <summary>The order of the contract, as plainly as it can be written.</summary>
    internal static double Plain<T>(ReadOnlySpan<T> block)
        where T : INumber<T>
    {
        var lanes = new double[32];
        for (var i = 0; i < block.Length; i++)
        {
            var value = double.CreateChecked(block[i]);
            lanes[i % 32] += value * value;
        }

        for (var half = 16; half >= 1; half /= 2)
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
        return [.. Enumerable.Range(0, SquareSum.BlockLength).Select(
            _ => convert((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 9))))];
    }
}
