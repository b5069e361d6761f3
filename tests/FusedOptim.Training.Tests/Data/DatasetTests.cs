namespace FusedOptim.Training.Tests;

public class DatasetTests
{
    [Fact]
    public void HoldsRowsAndLabels()
    {
        var dataset = Dataset.FromRows([[1, 2], [3, 4], [5, 6]], [0, 2, 1]);
        Assert.Equal((3, 2, 3), (dataset.Count, dataset.FeatureCount, dataset.ClassCount));
        Assert.Equal([3f, 4], dataset.Row(1).ToArray());
        Assert.Equal([0, 2, 1], dataset.Labels.ToArray());
        Assert.Equal(7, Dataset.FromRows([[1]], [0], classCount: 7).ClassCount);
    }

    [Fact]
    public void RefusesWhatIsNoDataSet()
    {
        AssertRefused("The data set is empty", () => new Dataset([], []));
        AssertRefused("There are 3 features and 2 labels", () => new Dataset([1, 2, 3], [0, 1]));
        AssertRefused("There are 0 features and 2 labels", () => new Dataset([], [0, 1]));
        AssertRefused("There are 1 rows and 2 labels", () => Dataset.FromRows([[1]], [0, 1]));
        AssertRefused(
            "Row 1 has 3 features; it must have 2, as row 0 has.",
            () => Dataset.FromRows([[1, 2], [1, 2, 3]], [0, 1]));
        AssertRefused(
            "The label of row 1 is 3; it must be from 0 to 2.",
            () => new Dataset([1, 2], [0, 3], classCount: 3));
        AssertRefused(
            "The label of row 0 is 2147483647; it must be from 0 to 2147483646.",
            () => new Dataset([1], [int.MaxValue]));
        AssertRefused("classCount is 0; it must be at least 1.", () => new Dataset([1], [0], classCount: 0));
        AssertRefused("The label of row 0 is -1; it must be from 0 to 1.", () => new Dataset([1, 2], [-1, 1]));
        AssertRefused(
            "Feature 1 of row 2 is NaN; features must be finite.",
            () => new Dataset([1, 2, 3, 4, 5, float.NaN], [0, 0, 0]));
        AssertRefused(
            "Feature 0 of row 1 is Infinity; features must be finite.",
            () => new Dataset([1, float.PositiveInfinity], [0, 0]));

        static void AssertRefused(string message, Func<Dataset> make) =>
            Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(make).Message);
    }

    [Fact]
    public void RefusesExamplesThatItDoesNotHave()
    {
        var dataset = Numbered(3, 2);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Select([0, 3]));
        Assert.StartsWith("row is 3; it must be from 0 to 2.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Row(-1).Length);
        Assert.Throws<ArgumentException>(() => dataset.Select([]));
    }

    [Fact]
    public void ASplitHasEveryExampleOnce()
    {
        var dataset = Numbered(100, 3);
        var (first, second) = dataset.Split(0.7, seed: 1);
        Assert.Equal((70, 30), (first.Count, second.Count));
        Assert.Equal(dataset.Features.ToArray(), first.Features.ToArray().Concat(second.Features.ToArray()).Order());
        Assert.Equal(first.Features.ToArray(), dataset.Split(0.7, seed: 1).First.Features.ToArray());
        Assert.NotEqual(first.Features.ToArray(), dataset.Split(0.7, seed: 2).First.Features.ToArray());
    }

    [Fact]
    public void AStratifiedSplitHasEachClassInItsShare()
    {
        // 34, 33 and 33 of the classes.
        var (first, second) = Numbered(100, 3).StratifiedSplit(0.8, seed: 1);
        Assert.Equal([27, 26, 26], Enumerable.Range(0, 3).Select(label => first.Labels.Count(label)));
        Assert.Equal([7, 7, 7], Enumerable.Range(0, 3).Select(label => second.Labels.Count(label)));
        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => (float)i),
            first.Features.ToArray().Concat(second.Features.ToArray()).Order());
        Assert.Equal(3, first.ClassCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void RefusesAFractionOutOfRange(double fraction)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10, 2).Split(fraction, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10, 2).StratifiedSplit(fraction, 1));
    }

    [Fact]
    public void RefusesASplitWithAnEmptyPart()
    {
        var error = Assert.Throws<ArgumentException>(() => Numbered(3, 3).StratifiedSplit(0.9, 1));
        Assert.StartsWith("A split of 3 examples into 3 and 0 leaves an empty part", error.Message);
    }

    private static Dataset Numbered(int count, int classes) => new(
        [.. Enumerable.Range(0, count).Select(i => (float)i)],
        [.. Enumerable.Range(0, count).Select(i => i % classes)]);
}
