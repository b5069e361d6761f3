namespace FusedOptim.Training.Plots.Tests;

/// <summary>Lines with more points than pixels.</summary>
public sealed class ThinningTests
{
    [Fact]
    public void ShortLinesStay()
    {
        double[] x = [1, 2, 3];
        Assert.Equal((x, x), Thinning.Apply(x, x, 600));
    }

    [Fact]
    public void ExtremesOfEveryBucketStayInOrder()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(i => (double)i)];
        double[] y = [.. x.Select(_ => random.NextDouble())];
        y[12_345] = 50;
        y[77_777] = -50;
        var (keptX, keptY) = Thinning.Apply(x, y, 500);
        Assert.InRange(keptX.Length, 1000, 2000);
        Assert.Equal(keptX.Order(), keptX);
        Assert.Equal(keptX.Distinct().Count(), keptX.Length);
        Assert.All(keptX.Zip(keptY), point => Assert.Equal(y[(int)point.First], point.Second));
        for (var bucket = 0; bucket < 500; bucket++)
        {
            var values = y.AsSpan(bucket * 200, 200).ToArray();
            var kept = keptX.Zip(keptY).Where(point => (int)point.First / 200 == bucket).Select(point => point.Second).ToArray();
            Assert.Equal((values.Min(), values.Max()), (kept.Min(), kept.Max()));
        }
    }

    [Fact]
    public void GapsStayGaps()
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)];
        double[] y = [.. x.Select(place => place is >= 4000 and < 5000 ? double.NaN : 1)];
        var (keptX, keptY) = Thinning.Apply(x, y, 100);
        Assert.Contains(keptX.Zip(keptY), point => double.IsNaN(point.Second) && point.First is >= 4000 and < 5000);
        Assert.DoesNotContain(keptX.Zip(keptY), point => double.IsNaN(point.Second) && point.First is < 4000 or >= 5000);
    }
}
