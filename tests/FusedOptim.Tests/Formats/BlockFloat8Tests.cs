using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>Eight bits in blocks, against the description of the format computed in double, one by one.</summary>
public class BlockFloat8Tests
{
    private const int Length = StorageFormat.BlockLength;

    public enum Blocks
    {
        Ordinary,
        Squares,
        WideRange,
        WideSquares,
        Tiny,
        Denormal,
        Huge,
        Zeros,
        OneValue,
    }

    [Theory]
    [InlineData(StorageRounding.NearestEven)]
    [InlineData(StorageRounding.Stochastic)]
    public void CodesAreThoseOfTheDescription(StorageRounding rounding)
    {
        var format = new BlockFloat8Format(rounding);
        foreach (var kind in Enum.GetValues<Blocks>())
        {
            for (var seed = 0; seed < 20; seed++)
            {
                var values = Block(kind, seed);
                var noise = new RoundingNoise(9, 1, seed);
                var decoded = FormatValues.RoundTrip(format, values, noise);
                for (var i = 0; i < Length; i++)
                {
                    var addend = rounding == StorageRounding.Stochastic
                        ? RoundingNoise.Of(noise.BlockKey(0), i) * 16
                        : 1u << 19;
                    FormatValues.AssertSame(Expected(values, i, addend), decoded[i], $"{kind} {seed}, {i}: {values[i]:R}");
                }
            }
        }
    }

    [Fact]
    public void TheMeanIsRight()
    {
        const int repetitions = 2000;
        foreach (var kind in new[] { Blocks.Ordinary, Blocks.WideRange })
        {
            var values = Block(kind, seed: 3);
            var sums = new double[Length];
            for (var step = 0; step < repetitions; step++)
            {
                var decoded = FormatValues.RoundTrip(new BlockFloat8Format(), values, new RoundingNoise(1, 0, step));
                for (var i = 0; i < Length; i++)
                    sums[i] += decoded[i];
            }

            var greatest = values.Max(Math.Abs);
            for (var i = 0; i < Length; i++)
            {
                // Neighbours are at most an eighth apart, or 2⁻¹⁷ of the greatest value; five standard deviations of the mean.
                var distance = Math.Max(Math.Abs(values[i]) / 8, greatest * Math.ScaleB(1, -17));
                Assert.Equal(values[i], sums[i] / repetitions, 5 * 0.5 * distance / Math.Sqrt(repetitions));
            }
        }
    }

    [Fact]
    public void WhatIsGreaterThanZeroStaysSoInABlockWithoutNegativeValues()
    {
        var values = new float[Length];
        values[0] = 1e20f;
        values[1] = 1e-40f;
        values[2] = 1e-30f;
        for (var step = 0; step < 50; step++)
        {
            var decoded = FormatValues.RoundTrip(new BlockFloat8Format(), values, new RoundingNoise(1, 0, step));
            Assert.True(decoded[1] > 0);
            Assert.True(decoded[2] > 0);
            Assert.All(decoded[3..], value => Assert.Equal(0, value));
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    public void NotANumberIsAloneInItsBlock(float sign)
    {
        var values = Block(Blocks.Squares, seed: 1);
        for (var i = 0; i < Length; i++)
            values[i] *= sign;
        var plain = FormatValues.RoundTrip(new BlockFloat8Format(StorageRounding.NearestEven), values, default);
        (values[5], values[40], values[63]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);

        var decoded = FormatValues.RoundTrip(new BlockFloat8Format(StorageRounding.NearestEven), values, default);

        for (var i = 0; i < Length; i++)
        {
            if (!float.IsFinite(values[i]))
                Assert.True(float.IsNaN(decoded[i]));
            else
                // Negative infinity makes a signed block, with the same steps for large values.
                Assert.Equal(values[i], decoded[i], Math.Abs(values[i]) / 8 + 1e-5);
        }

        Assert.Equal(Length - 3, decoded.Count(float.IsFinite));
        Assert.All(plain, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void MemoryOfZerosIsZeros()
    {
        var values = new float[Length];
        Array.Fill(values, 7f);
        new BlockFloat8Format().Decode(new byte[Length], new byte[2], values);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void AStateTakesAQuarterOfItsMemory() =>
        Assert.Equal(0.2578125, new BlockFloat8Format().ByteCountOf(1 << 20) / (4.0 * (1 << 20)));

    // In double where single precision is exact, and rounded to it where the format is described by its bits.
    private static float Expected(float[] block, int index, uint addend)
    {
        var greatest = block.Max(Math.Abs);
        var exponent = greatest == 0 ? -95 : Math.ILogB(greatest);
        if (greatest >= 1.75 * Math.ScaleB(1, exponent))
            exponent++;
        exponent = Math.Max(exponent, -95);
        var isSigned = block.Any(float.IsNegative);
        var octaves = isSigned ? 16 : 32;
        var magnitude = Math.Abs(block[index]);
        var shifted = (float)(1 + (double)(float)(magnitude * Math.ScaleB(1, octaves - 1 - exponent)));
        var code = (BitConverter.SingleToUInt32Bits(shifted) + addend >> 20) - 1016;
        Assert.InRange(code, 0u, (uint)(8 * octaves - 1));
        if (!isSigned && magnitude >= Math.ScaleB(1, -133))
            code = Math.Max(code, 1);
        var stored = (1 + code % 8 / 8.0) * Math.ScaleB(1, (int)(code / 8)) - 1;
        var value = (float)(stored * Math.ScaleB(1, exponent - octaves + 1));
        return isSigned && float.IsNegative(block[index]) ? -value : value;
    }

    private static float[] Block(Blocks kind, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Length).Select(_ => (float)(kind switch
        {
            Blocks.Ordinary => Normal(),
            Blocks.Squares => Math.Pow(Normal(), 2),
            Blocks.WideRange => Normal() * Math.Pow(10, -8 * random.NextDouble()),
            Blocks.WideSquares => Math.Pow(10, -20 * random.NextDouble()),
            Blocks.Tiny => Normal() * 1e-36,
            Blocks.Denormal => random.Next(1 << 20) * (double)float.Epsilon,
            Blocks.Huge => random.NextDouble() * float.MaxValue,
            Blocks.OneValue => random.Next(Length) == 0 ? 1.9999999 : 0,
            _ => 0,
        }))];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
