using FusedOptim.Training.Statistics;

namespace FusedOptim.Training.Tests;

public class HistogramTests
{
    [Fact]
    public void ABinHasItsLowerEdgeAndTheLastBothEdges()
    {
        var histogram = Histogram.Of([0, 0.5f, 1, 1.5f, 2, 2, 3, 4], bins: 4);
        Assert.Equal([0, 1, 2, 3, 4], histogram.Edges);
        Assert.Equal([2, 2, 2, 2], histogram.Counts);
        Assert.Equal(0, histogram.OutsideCount);
    }

    [Fact]
    public void ValuesOutsideOfTheRangeAreInNoBin()
    {
        var histogram = Histogram.Of([-1, 0, 0.9f, 1, 2, float.NaN, float.PositiveInfinity], minimum: 0, maximum: 1, bins: 2);
        Assert.Equal([1, 2], histogram.Counts);
        Assert.Equal(4, histogram.OutsideCount);
    }

    [Fact]
    public void EqualValuesAndNoValuesHaveBins()
    {
        var equal = Histogram.Of([7, 7, float.NaN], bins: 5);
        Assert.Equal((6.5, 7.5), (equal.Edges[0], equal.Edges[^1]));
        Assert.Equal([0, 0, 2, 0, 0], equal.Counts);
        var none = Histogram.Of([float.NaN], bins: 2);
        Assert.Equal([0, 0.5, 1], none.Edges);
        Assert.Equal([0, 0], none.Counts);
        Assert.Equal(1, none.OutsideCount);
        Assert.Equal(0, Histogram.Of([]).OutsideCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(1000)]
    public void TheEdgesDecide(int bins)
    {
        var random = new Random(bins);
        float[] values = [.. Enumerable.Range(0, 2000).Select(_ => (float)Math.Round(random.NextDouble() * 10 - 3, 1))];
        var histogram = Histogram.Of(values, bins);
        for (var i = 0; i < bins; i++)
        {
            var (lower, upper) = (histogram.Edges[i], histogram.Edges[i + 1]);
            Assert.Equal(values.Count(value => value >= lower && (value < upper || i == bins - 1)), histogram.Counts[i]);
        }

        Assert.Equal(2000, histogram.Counts.Sum());
    }

    [Fact]
    public void ExtremesOfTheRangeAreCounted()
    {
        var histogram = Histogram.Of([float.MinValue, 0, float.MaxValue], bins: 3);
        Assert.Equal([1, 1, 1], histogram.Counts);
        Assert.Equal(3, Histogram.Of([float.Epsilon, 0, 2 * float.Epsilon], bins: 2).Counts.Sum());
    }

    [Fact]
    public void RefusesRangesWithoutBins()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], bins: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], double.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], 0, double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1], 1, Math.BitIncrement(1.0)));
    }
}
