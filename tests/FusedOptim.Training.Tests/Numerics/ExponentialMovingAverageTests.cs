using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Tests;

public class ExponentialMovingAverageTests
{
    private static readonly double[] Series = [3, -1, 4, 1, -5, 9, 2, 6];

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0)]
    public void IsTheWeightedSumOfTheSeries(double beta)
    {
        var plain = ExponentialMovingAverage.Of(Series, beta, isCorrected: false);
        var corrected = ExponentialMovingAverage.Of(Series, beta);
        for (var t = 1; t <= Series.Length; t++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var i = 1; i <= t; i++)
            {
                var weight = (1 - beta) * Math.Pow(beta, t - i);
                sum += weight * Series[i - 1];
                weights += weight;
            }

            Assert.Equal(sum, plain[t - 1], 1e-14);
            // The weights of a corrected average sum to 1.
            Assert.Equal(sum / weights, corrected[t - 1], 1e-13);
        }
    }

    [Fact]
    public void TakesAValueAtATime()
    {
        var average = new ExponentialMovingAverage(0.75);
        Assert.Equal((0, 0L), (average.Value, average.Count));
        var expected = ExponentialMovingAverage.Of(Series.Select(value => (float)value), 0.75);
        Assert.Equal(expected, Series.Select(average.Add));
        Assert.Equal((expected[^1], 8L), (average.Value, average.Count));
        Assert.Equal(Series[0], expected[0]);
        Assert.Equal(4, average.MemoryLength);
    }

    [Fact]
    public void ACorrectedAverageOfAConstantIsTheConstant() =>
        Assert.All(ExponentialMovingAverage.Of(Enumerable.Repeat(7.0, 500), 0.99), value => Assert.Equal(7, value, 1e-12));

    [Fact]
    public void NaNStays()
    {
        var averages = ExponentialMovingAverage.Of([1.0, double.NaN, 2]);
        Assert.Equal([false, true, true], averages.Select(double.IsNaN));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void RefusesABetaThatKeepsAll(double beta) =>
        Assert.Throws<ArgumentOutOfRangeException>("beta", () => new ExponentialMovingAverage(beta));
}
