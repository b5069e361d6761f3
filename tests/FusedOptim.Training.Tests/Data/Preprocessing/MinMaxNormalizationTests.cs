using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

public class MinMaxNormalizationTests
{
    [Fact]
    public void MapsTheRangeOfTheTrainingDataToZeroAndOne()
    {
        var normalization = MinMaxNormalization.Fit(new Dataset([1, 10, 3, -10, 2, 0], [0, 1, 2]));
        Assert.Equal([1.0, -10], normalization.Minima.ToArray());
        Assert.Equal([3.0, 10], normalization.Maxima.ToArray());
        // Beyond the range of the training data there is more than 1 and less than 0.
        var test = normalization.Apply(new Dataset([1, 10, 3, -10, 2, 0, 4, -20], [0, 0, 0, 0], classCount: 7));
        Assert.Equal([0, 1, 1, 0, 0.5f, 0.5f, 1.5f, -0.5f], test.Features.ToArray());
        Assert.Equal(7, test.ClassCount);
    }

    [Fact]
    public void MapsToAnyRangeAndItsEndsExactly()
    {
        var training = new Dataset([0.1f, 0.7f, 0.3f], [0, 0, 0]);
        Assert.Equal([-0.3f, 1.9f],
            MinMaxNormalization.Fit(training, -0.3, 1.9).Apply(training).Features[..2].ToArray());
        Assert.Equal([-1f, 1], MinMaxNormalization.Fit(training, -1, 1).Apply(training).Features[..2].ToArray());
    }

    [Fact]
    public void MovesConstantFeaturesToTheLowerEndWithoutScaling()
    {
        var normalization = MinMaxNormalization.Fit(new Dataset([5, 5, 5], [0, 0, 0]), -1, 1);
        Assert.Equal([-1f, 2, -2], normalization.Apply(new Dataset([5, 8, 4], [0, 0, 0])).Features.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    public void RefusesRangesThatAreNone(double lower, double upper) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MinMaxNormalization.Fit(new Dataset([1], [0]), lower, upper));
}
