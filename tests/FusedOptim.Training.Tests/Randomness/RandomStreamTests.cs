using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class RandomStreamTests
{
    // The vectors of the authors' library, Random123: counter, key, result.
    [Theory]
    [InlineData(0, 0, 0, 0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c)]
    [InlineData(0xffffffffffffffff, 0xffffffffffffffff, 0xffffffffffffffff, 0x41c83b0e408f276d, 0x6d5451fda20bc7c6)]
    [InlineData(0x85a308d3243f6a88, 0x0370734413198a2e, 0x299f31d0a4093822, 0x94fdccebd16cfe09, 0x24126ea15001e420)]
    public void PhiloxGivesThePublishedVectors(
        ulong low, ulong high, ulong key, ulong expectedLow, ulong expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), Philox.Block(low, high, key));

    [Fact]
    public void NumbersDependOnSeedStreamAndIndex()
    {
        var numbers = new HashSet<ulong>();
        for (var seed = -1; seed <= 1; seed++)
        {
            for (var stream = 0; stream < 3; stream++)
            {
                for (var index = 0; index < 100; index++)
                    Assert.True(numbers.Add(new RandomStream(seed, stream).GetBits(index)));
            }
        }
    }

    [Fact]
    public void UniformNumbersAreUniform()
    {
        var random = new RandomStream(1, 1);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(i => random.GetUniform(i))];
        Assert.All(numbers, number => Assert.InRange(number, double.Epsilon, 1 - 1e-16));
        // Five standard errors: 1 / √(12n) of the mean, √(1/180n) of the variance.
        Assert.Equal(0.5, numbers.Average(), 5 / Math.Sqrt(12 * numbers.Length));
        var variance = numbers.Average(number => (number - 0.5) * (number - 0.5));
        Assert.Equal(1.0 / 12, variance, 5 / Math.Sqrt(180 * numbers.Length));
    }

    [Fact]
    public void NormalDeviatesAreNormal()
    {
        var random = new RandomStream(1, 2);
        double[] numbers = [.. Enumerable.Range(0, 100_000).Select(i => random.GetNormal(i))];
        Assert.Equal(0, numbers.Average(), 5 / Math.Sqrt(numbers.Length));
        Assert.Equal(1, numbers.Average(number => number * number), 5 * Math.Sqrt(2.0 / numbers.Length));
        Assert.Equal(3, numbers.Average(number => Math.Pow(number, 4)), 5 * Math.Sqrt(96.0 / numbers.Length));
    }

    // From mpmath: √2·erfinv(2p − 1).
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.9599639845400538)]
    [InlineData(0.1, -1.2815515655446004)]
    [InlineData(0.9999, 3.7190164854557084)]
    [InlineData(1e-10, -6.361340902404057)]
    [InlineData(1e-14, -7.650628092935268)]
    [InlineData(1.1102230246251565e-16, -8.209536151601387)]
    public void QuantilesAreThoseOfTheNormalDistribution(double probability, double expected) =>
        Assert.Equal(expected, NormalQuantile.At(probability), 4e-15 * Math.Max(1, Math.Abs(expected)));

    [Fact]
    public void IntegersCoverTheirRange()
    {
        var random = new RandomStream(1, 3);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.GetInteger(i, 7)]++;
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 500, 10_000 + 500));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.GetInteger(0, 0));
    }

    [Fact]
    public void ShufflesToAPermutationThatTheSeedDetermines()
    {
        var a = Enumerable.Range(0, 100).ToArray();
        var b = Enumerable.Range(0, 100).ToArray();
        new RandomStream(1, 4).Shuffle(a);
        new RandomStream(1, 4).Shuffle(b);
        Assert.Equal(a, b);
        Assert.NotEqual(Enumerable.Range(0, 100), a);
        Assert.Equal(Enumerable.Range(0, 100), a.Order());
    }

    [Fact]
    public void ASequenceGivesTheNumbersOfItsStreamInOrder()
    {
        var stream = new RandomStream(3, 5);
        var sequence = new RandomSequence(stream);
        Assert.Equal(stream.GetUniform(0), sequence.NextUniform());
        Assert.Equal(stream.GetNormal(1), sequence.NextNormal());
        Assert.Equal(stream.GetInteger(2, 1000), sequence.NextInteger(1000));
        Assert.Equal(stream.GetUniform(3) < 0.5, sequence.NextBernoulli(0.5));
        Assert.Equal(-3 + 8 * stream.GetUniform(4), sequence.NextUniform(-3, 5));
        Assert.Equal(stream.GetUniform(5), sequence.NextUniform());
        Assert.False(sequence.NextBernoulli(0));
        Assert.True(sequence.NextBernoulli(1));
        var values = Enumerable.Range(0, 100).ToArray();
        sequence.Shuffle(values.AsSpan());
        Assert.NotEqual(Enumerable.Range(0, 100), values);
        Assert.Equal(Enumerable.Range(0, 100), values.Order());
    }
}
