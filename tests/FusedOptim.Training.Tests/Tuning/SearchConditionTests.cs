using FusedOptim.Training.Tuning;

namespace FusedOptim.Training.Tests;

public class SearchConditionTests
{
    private static readonly SearchSpace Space = new(
        new ChoiceDimension("depth", 1, 2, 3), new ChoiceDimension("width2", 8, 16).When("depth", 2, 3),
        new RealDimension("x", 1, 2).When("depth", 3));

    [Fact]
    public void AGridTriesCombinationsThatMeanTheSameOnce()
    {
        var report = new GridSearch(points: 2).Run(Space, (_, _) => 0);
        Assert.Equal(
            [(1, 8, 1), (2, 8, 1), (2, 16, 1), (3, 8, 1), (3, 8, 2), (3, 16, 1), (3, 16, 2)],
            report.Trials.Select(trial => (trial.Point["depth"], trial.Point["width2"], trial.Point["x"])));
    }

    [Fact]
    public void EvolutionChangesWhatMeansAnything()
    {
        var report = new RegularizedEvolution(trials: 7, seed: 1, population: 1, sample: 1).Run(
            new SearchSpace(
                new ChoiceDimension("depth", 1, 2), new ChoiceDimension("a", 1, 2, 3).When("depth", 3),
                new ChoiceDimension("b", 1, 2, 3, 4).When("depth", 1, 2)),
            (_, _) => 0);
        Assert.All(report.Trials, trial => Assert.Equal(1, trial.Point["a"]));
        Assert.True(report.Trials.Select(trial => trial.Point).Distinct().Count() >= 6);
    }

    [Fact]
    public void ANarrowedSpaceKeepsItsConditions()
    {
        var trials = new GridSearch(points: 3).Run(Space, (point, _) => point["depth"] == 3 ? point["x"] : 9).Trials;
        var narrow = Space.Narrow(trials, share: 0.2);
        Assert.Equal([3], ((ChoiceDimension)narrow.Dimensions[0]).Values);
        Assert.Equal(new RealDimension("x", 1, 1).When("depth", 3), narrow.Dimensions[2]);
        // Where nothing of the best says anything, it stays.
        var shallow = Space.Narrow(new GridSearch(points: 3).Run(Space, (point, _) => point["depth"]).Trials, share: 0.01);
        Assert.Equal(Space.Dimensions[2], shallow.Dimensions[2]);
    }

    [Fact]
    public void ACondition_OnADimensionThatDoesNotComeBefore_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new SearchSpace(new ChoiceDimension("a", 1).When("b", 1), new ChoiceDimension("b", 1)));
        Assert.Contains("'a' has a condition on 'b', which does not come before it.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new SearchSpace(new ChoiceDimension("a", 1).When("a", 1)));
    }

    [Fact]
    public void LabelsAreTheTextOfPoints()
    {
        var dimension = ChoiceDimension.OfLabels("f", "relu", "tanh", "gelu");
        Assert.Equal([0, 1, 2], dimension.Values);
        Assert.Equal("f = gelu", new SearchSpace(dimension).GetPoint([1]).ToString());
        Assert.Equal(["relu", "gelu"], ((ChoiceDimension)dimension.Narrow([0, 2])).Labels);
        Assert.Equal("f = gelu", new SearchSpace(dimension.Narrow([2])).GetPoint([0]).ToString());
        Assert.Throws<ArgumentException>(() => ChoiceDimension.OfLabels("f", "relu", "relu"));
        Assert.Throws<ArgumentException>(() => ChoiceDimension.OfLabels("f"));
    }
}
