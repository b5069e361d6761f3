using FusedOptim.Formats;

namespace FusedOptim.Tests.Formats;

/// <summary>Half precision with a scale for each block, against the description of the format computed in double.</summary>
public class ScaledHalfTests
{
    private const int Length = StorageFormat.BlockLength;

    public static TheoryData<StorageRounding> Roundings => [StorageRounding.NearestEven, StorageRounding.Stochastic];

    [Theory]
    [MemberData(nameof(Roundings))]
    public void CodesAreThoseOfTheDescription(StorageRounding rounding)
    {
        var format = new HalfFormat(rounding);
        foreach (var (index, block) in Blocks().Index())
        {
            var noise = new RoundingNoise(9, 1, index);
            var decoded = FormatValues.RoundTrip(format, block, noise);
            var key = noise.BlockKey(0);
            var scale = Scale(block);
            for (var i = 0; i < Length; i++)
            {
                var units = Math.Abs((double)block[i]) * Math.ScaleB(1, 15) / scale;
                var expected = (float)(Magnitude(units, rounding, RoundingNoise.Of(key, i)) * Math.ScaleB(scale, -15));
                if (expected == 0 && block[i] != 0 && !block.Any(value => value < 0))
                    expected = (float)Math.ScaleB(scale, -39);
                FormatValues.AssertSame(float.CopySign(expected, block[i]), decoded[i], $"block {index}, {i}: {block[i]:R}");
            }
        }
    }

    [Fact]
    public void StochasticRoundingIsRightInTheMeanFarBelowTheLeastNumber()
    {
        const int repetitions = 1 << 16;
        var block = new float[Length];
        block[0] = -1;
        for (var i = 1; i < Length; i++)
            block[i] = MathF.ScaleB(1, -36 - i / 4);
        var sums = new double[Length];
        for (var step = 0; step < repetitions; step++)
        {
            var decoded = FormatValues.RoundTrip(new HalfFormat(), block, new RoundingNoise(1, 0, step));
            for (var i = 0; i < Length; i++)
                sums[i] += decoded[i];
        }

        var least = Math.ScaleB(1, -39);
        for (var i = 1; i < Length; i++)
        {
            var probability = block[i] / least % 1;
            var tolerance = 5 * least * Math.Sqrt(probability * (1 - probability) / repetitions);
            Assert.Equal(block[i], sums[i] / repetitions, tolerance);
        }
    }

    [Fact]
    public void WhatIsGreaterThanZeroStaysSoInABlockWithoutNegativeValues()
    {
        foreach (var format in new StorageFormat[] { new HalfFormat(), new HalfFormat(StorageRounding.NearestEven) })
        {
            var block = new float[Length];
            (block[0], block[1], block[2], block[3]) = (float.MaxValue / 2, float.Epsilon, 1e-30f, -0f);
            var decoded = FormatValues.RoundTrip(format, block, new RoundingNoise(1, 0, 1));
            Assert.True(decoded[1] > 0);
            Assert.True(decoded[2] > 0);
            Assert.All(decoded[3..], value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void WhatIsNotFiniteStaysAndDoesNotDecideAboutTheScale()
    {
        var block = Enumerable.Range(0, Length).Select(i => 1e-20f * (i + 1)).ToArray();
        var plain = FormatValues.RoundTrip(new HalfFormat(), block, default);
        (block[5], block[40], block[63]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        block[7] = BitConverter.UInt32BitsToSingle(0xFFC00000);
        plain[63] = float.NegativeInfinity;

        var decoded = FormatValues.RoundTrip(new HalfFormat(), block, default);

        for (var i = 0; i < Length; i++)
            Assert.Equal(float.IsFinite(block[i]) ? plain[i] : block[i], decoded[i]);
    }

    [Fact]
    public void MemoryOfZerosIsZeros()
    {
        var values = new float[Length];
        Array.Fill(values, 7f);
        new HalfFormat().Decode(new byte[2 * Length], new byte[1], values);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void AnElementTakesTwoBytesAndABlockOneMore() =>
        Assert.Equal(10 * (2 * Length + 1), new HalfFormat().ByteCountOf(10 * Length));

    private static double Scale(float[] block)
    {
        double greatest = block.Max(Math.Abs);
        var exponent = greatest == 0 ? -111 : Math.ILogB(greatest);
        if (greatest > 65504.0 / 65536 * Math.ScaleB(1, exponent + 1))
            exponent++;
        return Math.ScaleB(1, Math.Clamp(exponent, -111, 127));
    }

    // A multiple of the distance of two numbers of half precision.
    private static double Magnitude(double units, StorageRounding rounding, uint noise)
    {
        var isNormal = units >= Math.ScaleB(1, -14);
        var distance = isNormal ? Math.ScaleB(1, Math.ILogB(units) - 10) : Math.ScaleB(1, -24);
        var quotient = units / distance;
        if (rounding == StorageRounding.NearestEven)
            return Math.Round(quotient, MidpointRounding.ToEven) * distance;
        var parts = isNormal ? 1 << 13 : 1 << 16;
        var part = isNormal ? noise >> 3 : noise;
        return Math.Floor((Math.Floor(quotient * parts + (isNormal ? 0 : 0.5)) + part) / parts) * distance;
    }

    private static IEnumerable<float[]> Blocks()
    {
        var random = new Random(1);
        for (var round = 0; round < 20; round++)
        {
            foreach (var decades in new[] { 0, 3, 12, 25 })
            {
                foreach (var scale in new[] { 1, 1e-30, 1e-10, 1e30, 1e-38 })
                {
                    yield return Block(i => scale * Normal() * Math.Pow(10, -decades * random.NextDouble()));
                    yield return Block(i => scale * Math.Pow(10, -decades * random.NextDouble()));
                }
            }
        }

        yield return new float[Length];
        yield return Block(i => random.Next(1 << 20) * (double)float.Epsilon);
        yield return Block(i => i == 0 ? 1.9999999 : 0);
        yield return Block(i => i == 0 ? float.MaxValue * 0.999 : float.Epsilon);
        // Numbers that half precision has, those between them, and those next to these.
        var values = FormatValues.Of(seed: 5).Where(value => float.IsFinite(value) && Math.Abs(value) <= 65504).ToArray();
        for (var start = 0; start + Length <= values.Length; start += Length)
            yield return values[start..(start + Length)];

        float[] Block(Func<int, double> value) => [.. Enumerable.Range(0, Length).Select(i => (float)value(i))];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
