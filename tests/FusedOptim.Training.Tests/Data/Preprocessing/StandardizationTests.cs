using FusedOptim.Training.Data;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

public class StandardizationTests
{
    [Fact]
    public void GivesTrainingDataMeanZeroAndDeviationOne()
    {
        var random = new RandomStream(1, 1);
        var training = new Dataset(
            [.. Enumerable.Range(0, 3000).Select(i => (float)(100 + (i % 3) * random.GetNormal(i)))], new int[1000]);
        var standardized = Standardization.Fit(training).Apply(training);
        for (var j = 1; j < 3; j++)
        {
            double[] column = [.. Enumerable.Range(0, 1000).Select(row => (double)standardized.GetRow(row)[j])];
            Assert.Equal(0, column.Average(), 1e-5);
            Assert.Equal(1, column.Average(value => value * value), 1e-5);
        }
    }

    [Fact]
    public void AppliesMeanAndDeviationOfTheTrainingData()
    {
        var standardization = Standardization.Fit(new Dataset([1, 3], [0, 1]));
        var test = standardization.Apply(new Dataset([5, 2], [1, 0], classCount: 4));
        Assert.Equal([3f, 0], test.Features.ToArray());
        Assert.Equal([1, 0], test.Labels.ToArray());
        Assert.Equal(4, test.ClassCount);
    }

    [Fact]
    public void MovesConstantFeaturesToZeroWithoutScaling()
    {
        // The mean of n times 0.1 is not 0.1 when it is summed.
        var training = new Dataset([.. Enumerable.Repeat(0.1f, 1000)], new int[1000]);
        var standardization = Standardization.Fit(training);
        Assert.Equal(0, standardization.Deviations[0]);
        Assert.All(standardization.Apply(training).Features.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(1f, standardization.Apply(new Dataset([1.1f], [0])).Features[0], 1e-6f);
    }

    [Fact]
    public void RefusesAnotherNumberOfFeatures()
    {
        var standardization = Standardization.Fit(new Dataset([1, 2], [0]));
        var error = Assert.Throws<ArgumentException>(() => standardization.Apply(new Dataset([1], [0])));
        Assert.StartsWith("The data set has 1 features; it must have 2", error.Message);
    }
}
