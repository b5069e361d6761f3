using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

/// <summary>Ranges whose quotient or difference no double holds, and their ends.</summary>
[Trait("Kind", "Roots")]
public class SearchRangeTests
{
    [Theory]
    [InlineData(1e-200, 1, 0)]
    [InlineData(1e-200, 1e200, 0.5)]
    [InlineData(1e-300, 1e300, 0.5)]
    [InlineData(double.Epsilon, double.MaxValue, 0.51192)]
    public void APlaceOnALogarithmicScaleIsThatOfTheLogarithm(double minimum, double maximum, double placeOfOne)
    {
        var dimension = new RealDimension("x", minimum, maximum, isLogarithmic: true);
        Assert.Equal(0, dimension.GetPlace(minimum));
        Assert.Equal(1, dimension.GetPlace(maximum));
        if (maximum > 1)
        {
            Assert.Equal(placeOfOne, dimension.GetPlace(1), 1e-5);
            Assert.Equal(1, dimension.GetValue(dimension.GetPlace(1)), 1e-10);
        }
    }

    [Theory]
    [InlineData(-1e308, 1e308)]
    [InlineData(double.MinValue, double.MaxValue)]
    public void APlaceOnALinearScaleIsThatOfTheNumber(double minimum, double maximum)
    {
        var dimension = new RealDimension("x", minimum, maximum);
        Assert.Equal([minimum, 0, maximum], new[] { 0, 0.5, 1 }.Select(dimension.GetValue));
        Assert.Equal([0, 0.5, 1], new[] { minimum, 0, maximum }.Select(dimension.GetPlace));
        Assert.Equal(0.25, dimension.GetPlace(dimension.GetValue(0.25)), 1e-12);
    }

    [Theory]
    [InlineData(1e-4, 0.1, true)]
    [InlineData(1e-5, 3e-3, true)]
    [InlineData(1e-200, 1e200, true)]
    [InlineData(double.Epsilon, 1e-300, true)]
    [InlineData(-1e16, 1, false)]
    [InlineData(0.1, 0.7, false)]
    [InlineData(0, double.Epsilon, false)]
    public void TheEndsOfARangeAreItsValuesAtZeroAndOne(double minimum, double maximum, bool isLogarithmic)
    {
        var dimension = new RealDimension("x", minimum, maximum, isLogarithmic);
        Assert.Equal((minimum, maximum), (dimension.GetValue(0), dimension.GetValue(1)));
        Assert.Equal((0.0, 1.0), (dimension.GetPlace(minimum), dimension.GetPlace(maximum)));
        for (var place = 1; place < 100; place++)
            Assert.InRange(dimension.GetValue(place / 100.0), minimum, maximum);
    }

    [Fact]
    public void AGridHasTheEndsOfItsRanges()
    {
        var space = new SearchSpace(
            new RealDimension("rate", 1e-4, 0.1, isLogarithmic: true), new RealDimension("shift", -1e308, 1e308));
        var trials = new GridSearch(points: 2).Run(space, (_, _) => 0).Trials;
        Assert.Equal(
            [(1e-4, -1e308), (1e-4, 1e308), (0.1, -1e308), (0.1, 1e308)],
            trials.Select(trial => (trial.Point["rate"], trial.Point["shift"])));
    }

    [Fact]
    public void ARangeTestHasTheEndsOfItsRange()
    {
        var test = new LearningRateRangeTest(1e-200, 1e200, steps: 5);
        double[] expected = [1e-200, 1e-100, 1, 1e100, 1e200];
        for (var step = 1; step <= 5; step++)
            Assert.Equal(1, test.GetValue(step) / expected[step - 1], 1e-12);
        Assert.Equal((1e-200, 1e200), (test.GetValue(1), test.GetValue(5)));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.GetValue(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => test.GetValue(6));
    }

    [Fact]
    public void PlacesAndValuesOutsideADimensionAreRefused()
    {
        SearchDimension[] dimensions = [new RealDimension("x", 1, 2), new ChoiceDimension("x", 1, 2)];
        foreach (var dimension in dimensions)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => dimension.GetValue(-0.1));
            Assert.Throws<ArgumentOutOfRangeException>(() => dimension.GetValue(1.1));
            Assert.Throws<ArgumentOutOfRangeException>(() => dimension.GetValue(double.NaN));
            Assert.Throws<ArgumentOutOfRangeException>(() => dimension.GetPlace(3));
            Assert.Throws<ArgumentOutOfRangeException>(() => dimension.GetPlace(double.NaN));
        }

        Assert.Throws<ArgumentException>(() => new SearchSpace(dimensions[..1]).GetPoint([0.1, 0.2]));
        Assert.Throws<ArgumentException>(() => new SearchSpace(dimensions[..1]).GetPoint([]));
    }

    [Fact]
    public void ABudgetThatWouldOverflowIsRefusedBeforeTheFirstTrial()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SuccessiveHalving(trials: 1024, seed: 0, budget: 1 << 22, factor: 2));
        // Two rounds, the last with 2³⁰.
        Assert.Equal(1 << 29, new SuccessiveHalving(trials: 2, seed: 0, budget: 1 << 29, factor: 2).Budget);
    }
}
