using System.Runtime.InteropServices;
using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>bfloat16 and elements of half against conversions of single numbers.</summary>
public class HalfPrecisionTests
{
    [Fact]
    public void EveryHalfIsDecodedAsTheFrameworkDoes() =>
        CheckDecoding(new HalfElementFormat(StorageRounding.Stochastic), bits => (float)BitConverter.UInt16BitsToHalf(bits));

    [Fact]
    public void EveryBFloat16IsDecodedExactly() =>
        CheckDecoding(new BFloat16Format(), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16));

    [Fact]
    public void HalvesAreRoundedToNearestAsTheFrameworkDoes() =>
        CheckNearest(new HalfElementFormat(StorageRounding.NearestEven), value => (float)(Half)value);

    [Fact]
    public void BFloat16IsRoundedToNearest() =>
        CheckNearest(new BFloat16Format(StorageRounding.NearestEven), NearestBFloat16);

    [Fact]
    public void TheTypeIsRoundedAsTheFormatIs()
    {
        foreach (var value in FormatValues.Of(seed: 3))
            FormatValues.AssertSame(NearestBFloat16(value), (BFloat16)value, value);
    }

    [Fact]
    public void TheTypeComparesAsNumbersDo()
    {
        var nan = (BFloat16)float.NaN;
#pragma warning disable CS1718 // NaN differs from itself.
        Assert.True(nan != nan);
#pragma warning restore CS1718
        Assert.True(nan.Equals(nan));
        Assert.True((BFloat16)0f == (BFloat16)(-0f));
        Assert.Equal(((BFloat16)0f).GetHashCode(), ((BFloat16)(-0f)).GetHashCode());
        Assert.True(((BFloat16)1f).CompareTo((BFloat16)2f) < 0);
        Assert.Equal("1.5", ((BFloat16)1.5f).ToString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StochasticRoundingGivesANeighbourAndTheRightMean(bool half)
    {
        StorageFormat format = half ? new HalfElementFormat(StorageRounding.Stochastic) : new BFloat16Format();
        Func<ushort, float> decode = half
            ? bits => (float)BitConverter.UInt16BitsToHalf(bits)
            : bits => BitConverter.UInt32BitsToSingle((uint)bits << 16);
        var values = FormatValues.Of(seed: 4).Where(float.IsFinite).ToArray();
        const int repetitions = 1000;
        for (var start = 0; start + StorageFormat.BlockLength <= values.Length; start += StorageFormat.BlockLength)
        {
            var block = values.AsSpan(start, StorageFormat.BlockLength).ToArray();
            var sums = new double[block.Length];
            var least = Enumerable.Repeat(float.PositiveInfinity, block.Length).ToArray();
            var greatest = Enumerable.Repeat(float.NegativeInfinity, block.Length).ToArray();
            for (var step = 0; step < repetitions; step++)
            {
                var decoded = FormatValues.RoundTrip(format, block, new RoundingNoise(1, 2, step));
                for (var i = 0; i < block.Length; i++)
                {
                    sums[i] += decoded[i];
                    least[i] = Math.Min(least[i], decoded[i]);
                    greatest[i] = Math.Max(greatest[i], decoded[i]);
                }
            }

            for (var i = 0; i < block.Length; i++)
            {
                var (below, above) = Neighbours(block[i], decode);
                Assert.True(least[i] >= below && greatest[i] <= above, $"{block[i]:R}: {least[i]:R} to {greatest[i]:R}");
                if (float.IsInfinity(below) || float.IsInfinity(above))
                    continue;
                // Five standard deviations of a mean, each value being within the distance of two neighbours.
                var tolerance = 5 * 0.5 * ((double)above - below) / Math.Sqrt(repetitions);
                Assert.True(
                    Math.Abs(sums[i] / repetitions - block[i]) <= tolerance,
                    $"{block[i]:R}: {sums[i] / repetitions:R}, from {below:R} to {above:R}");
            }
        }

        // The greatest code that is not above a magnitude, and the next one; both the value where a code has it.
        static (float Below, float Above) Neighbours(float value, Func<ushort, float> decode)
        {
            var magnitude = Math.Abs(value);
            ushort low = 0;
            for (var bit = 1 << 14; bit > 0; bit >>= 1)
            {
                if (decode((ushort)(low | bit)) <= magnitude)
                    low |= (ushort)bit;
            }

            var below = decode(low);
            var above = below == magnitude ? below : decode((ushort)(low + 1));
            return value < 0 ? (-above, -below) : (below, above);
        }
    }

    [Fact]
    public void NotANumberAndInfinityStay()
    {
        foreach (StorageFormat format in new StorageFormat[] { new HalfElementFormat(StorageRounding.Stochastic), new BFloat16Format() })
        {
            var block = new float[StorageFormat.BlockLength];
            block[1] = float.NaN;
            block[2] = BitConverter.UInt32BitsToSingle(0xFFFFFFFF);
            block[33] = float.PositiveInfinity;
            block[34] = float.NegativeInfinity;
            for (var step = 0; step < 100; step++)
            {
                var decoded = FormatValues.RoundTrip(format, block, new RoundingNoise(5, 0, step));
                for (var i = 0; i < block.Length; i++)
                    Assert.Equal(block[i], decoded[i]);
            }
        }
    }

    private static float NearestBFloat16(float value)
    {
        if (float.IsNaN(value) || float.IsInfinity(value))
            return value;
        var below = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
        var aboveBits = (BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000) + 0x10000;
        // Beyond the last number, distances count as if there were one more.
        var above = (double)BitConverter.UInt32BitsToSingle(aboveBits);
        if (double.IsInfinity(above))
            above = Math.Sign(value) * Math.ScaleB(1, 128);
        var (toBelow, toAbove) = (Math.Abs((double)value - below), Math.Abs(above - value));
        var takesBelow = toBelow < toAbove || (toBelow == toAbove && (BitConverter.SingleToUInt32Bits(below) >> 16 & 1) == 0);
        return takesBelow ? below : BitConverter.UInt32BitsToSingle(aboveBits);
    }

    private static void CheckDecoding(StorageFormat format, Func<ushort, float> expected)
    {
        var codes = Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits).ToArray();
        var values = new float[codes.Length];

        format.Decode(MemoryMarshal.AsBytes<ushort>(codes), [], values);

        for (var i = 0; i < codes.Length; i++)
            FormatValues.AssertSame(expected(codes[i]), values[i], codes[i]);
    }

    private static void CheckNearest(StorageFormat format, Func<float, float> expected)
    {
        var values = FormatValues.Of(seed: 2);
        var decoded = FormatValues.RoundTrip(format, values, default);
        for (var i = 0; i < values.Length; i++)
            FormatValues.AssertSame(expected(values[i]), decoded[i], values[i]);
    }
}
