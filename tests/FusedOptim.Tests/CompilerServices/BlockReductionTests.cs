using System.Numerics;
using FusedOptim.Numerics;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.CompilerServices;

public class BlockReductionTests
{
    [Fact]
    public void SumsInTheStatedOrder()
    {
        float[] values = [1e8f, 1, -1e8f, .. Enumerable.Repeat(1e-3f, 1021)];

        Assert.Equal(LaneSumTests.Plain<float>(values, value => value), BlockReduction.Sum<float>(values));
        Assert.Equal(LaneSumTests.Plain<float>(values[5..], value => value), BlockReduction.Sum<float>(values[5..]));
        Assert.Equal(6, BlockReduction.Sum<double>([1, 2, 3]));
    }

    [Fact]
    public void AnEmptySumIsZeroAndAnEmptyMaximumMinusInfinity()
    {
        Assert.Equal(0, BlockReduction.Sum<float>([]));
        Assert.Equal(double.NegativeInfinity, BlockReduction.Maximum<float>([]));
        Assert.Equal(double.NegativeInfinity, BlockReduction.Maximum<double>([]));
    }

    [Fact]
    public void SumOfNegativeZerosIsPositiveAtEveryLength()
    {
        for (var length = 0; length <= 70; length++)
        {
            var block = Enumerable.Repeat(-0f, length).ToArray();
            Assert.Equal(0L, BitConverter.DoubleToInt64Bits(BlockReduction.Sum<float>(block)));
        }
    }

    [Fact]
    public void MaximumIsThatOfMathMaxAtEveryLength()
    {
        Check<float>();
        Check<double>();

        static void Check<T>()
            where T : unmanaged, INumber<T>
        {
            var random = new Random(1);
            for (var length = 0; length <= BlockReduction.Length; length += length < 70 ? 1 : 53)
            {
                var block = new T[length];
                foreach (ref var value in block.AsSpan())
                    value = T.CreateChecked(random.NextDouble() - 1.5);

                Assert.Equal(PlainMaximum(block), BlockReduction.Maximum<T>(block));
            }
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.0)]
    public void MaximumFindsAValueAtEveryPlace(double special)
    {
        Check<float>(special);
        Check<double>(special);

        static void Check<T>(double special)
            where T : unmanaged, INumber<T>
        {
            foreach (var length in new[] { 1, 3, 8, 19, 40, 1024 })
            {
                for (var place = 0; place < length; place += length < 100 ? 1 : 37)
                {
                    // −0 around it: 0 is above.
                    var block = new T[length];
                    block.AsSpan().Fill(T.CreateChecked(-0.0));
                    block[place] = T.CreateChecked(special);

                    var maximum = BlockReduction.Maximum<T>(block);

                    // Any NaN is as good as any other.
                    Assert.Equal(special, maximum);
                    Assert.True(double.IsNaN(special) || double.IsPositive(maximum));
                }
            }
        }
    }

    [Fact]
    public void RefusesWhatIsNoBlock()
    {
        var length = Assert.Throws<ArgumentException>(() => BlockReduction.Sum<float>(new float[1025]));
        Assert.Contains("block has 1025 elements; it must have at most 1024", length.Message);
        Assert.Throws<ArgumentException>(() => BlockReduction.Maximum<double>(new double[1025]));
        Assert.Contains(
            "System.Int32", Assert.Throws<NotSupportedException>(() => BlockReduction.Sum<int>([1])).Message);
        Assert.Throws<NotSupportedException>(() => BlockReduction.Maximum<long>([1]));
    }

    private static double PlainMaximum<T>(T[] block)
        where T : INumber<T>
    {
        var maximum = double.NegativeInfinity;
        foreach (var value in block)
            maximum = Math.Max(maximum, double.CreateChecked(value));
        return maximum;
    }
}
