namespace FusedOptim.Training.Tests;

public class DatasetTests
{
    [Fact]
    public void HoldsRowsAndLabels()
    {
        var dataset = Dataset.FromRows([[1, 2], [3, 4], [5, 6]], [0, 2, 1]);
        Assert.Equal((3, 2, 3), (dataset.Count, dataset.FeatureCount, dataset.ClassCount));
        Assert.Equal([3f, 4], dataset.GetRow(1).ToArray());
        Assert.Equal([0, 2, 1], dataset.Labels.ToArray());
        Assert.Equal(7, Dataset.FromRows([[1]], [0], classCount: 7).ClassCount);
    }

    [Fact]
    public void RowsCanHaveTargetValues()
    {
        var dataset = Dataset.FromRows([[1, 2], [3, 4]], [[0.5f], [-1]]);
        Assert.Equal((2, 2, 1), (dataset.Count, dataset.FeatureCount, dataset.TargetCount));
        Assert.Equal([1f, 2, 3, 4], dataset.Features.ToArray());
        Assert.Equal([0.5f, -1], dataset.Targets.ToArray());
        AssertRefused("There are 1 rows and 2 targets; each row must have one.", () => Dataset.FromRows([[1]], [[1], [2f]]));
        AssertRefused(
            "Row 1 has 2 target values; it must have 1, as row 0 has.", () => Dataset.FromRows([[1], [2]], [[1], [2f, 3]]));
        AssertRefused("Row 1 is null.", () => Dataset.FromRows([[1], null!], [[1], [2f]]));
    }

    [Fact]
    public void RefusesWhatIsNoDataSet()
    {
        AssertRefused("The data set is empty", () => new Dataset([], []));
        AssertRefused("There are 3 features for 2 examples", () => new Dataset([1, 2, 3], [0, 1]));
        AssertRefused("There are 0 features for 2 examples", () => new Dataset([], [0, 1]));
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
        AssertRefused("The label of row 0 is -1; it must be at least 0.", () => new Dataset([1, 2], [-1, 1]));
        AssertRefused(
            "Value 1 of row 2 of features is NaN; it must be finite.",
            () => new Dataset([1, 2, 3, 4, 5, float.NaN], [0, 0, 0]));
        AssertRefused(
            "Value 0 of row 1 of features is Infinity; it must be finite.",
            () => new Dataset([1, float.PositiveInfinity], [0, 0]));

        AssertRefused("There are 3 targets for 2 examples", () => new Dataset([1, 2], [1f, 2, 3], 2));
        AssertRefused(
            "Value 0 of row 1 of targets is NaN; it must be finite.", () => new Dataset([1, 2], [1f, float.NaN], 2));
        AssertRefused("The data set is empty", () => new Dataset([], Array.Empty<float>(), 0));
    }

    [Fact]
    public void TargetsGoWithTheirExamples()
    {
        var dataset = new Dataset([1, 2, 3], [10f, 11, 20, 21, 30, 31], 3);
        Assert.False(dataset.HasLabels);
        Assert.Equal((3, 1, 2, 0), (dataset.Count, dataset.FeatureCount, dataset.TargetCount, dataset.ClassCount));
        Assert.Equal([30, 31, 10, 11], dataset.Select([2, 0]).Targets.ToArray());
        Assert.Equal([20, 21], dataset.Slice(1, 1).Targets.ToArray());
        var sum = 0f;
        foreach (var batch in dataset.GetBatches(batchSize: 2, seed: 1).GetEpoch(1))
        {
            Assert.True(batch.Labels.IsEmpty);
            for (var i = 0; i < batch.Count; i++)
            {
                Assert.Equal([batch.Features[i] * 10, batch.Features[i] * 10 + 1], batch.Targets.Slice(2 * i, 2).ToArray());
                sum += batch.Features[i];
            }
        }

        Assert.Equal(6, sum);
        Assert.Throws<InvalidOperationException>(() => dataset.SplitStratified(0.5, seed: 1));
        Assert.Throws<InvalidOperationException>(dataset.WithOneHotTargets);
    }

    [Fact]
    public void OneHotTargetsAreOneForTheLabel() =>
        Assert.Equal(
            [0, 0, 1, 1, 0, 0],
            new Dataset([5, 6], [2, 0], classCount: 3).WithOneHotTargets().Targets.ToArray());

    [Fact]
    public void RefusesExamplesThatItDoesNotHave()
    {
        var dataset = Numbered(3, 2);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Select([0, 3]));
        Assert.StartsWith("row is 3; it must be from 0 to 2.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.GetRow(-1).Length);
        Assert.Throws<ArgumentException>(() => dataset.Select([]));
        error = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Slice(3, 1).Count);
        Assert.StartsWith("start is 3; it must be from 0 to 2.", error.Message);
        error = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Slice(1, 3).Count);
        Assert.StartsWith("count is 3; it must be from 1 to 2.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Slice(1, 0).Count);
    }

    /// <summary>65,537 rows of 65,536 features are 2³² + 65,536, which is 65,536 in 32 bits.</summary>
    [Fact]
    public void RefusesMoreFeaturesThanAnArrayHas() =>
        Assert.Throws<OverflowException>(() => new Dataset(new float[65_536], [0]).Select(new int[65_537]));

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
        var (first, second) = Numbered(100, 3).SplitStratified(0.8, seed: 1);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10, 2).SplitStratified(fraction, 1));
    }

    [Fact]
    public void RefusesASplitWithAnEmptyPart()
    {
        var error = Assert.Throws<ArgumentException>(() => Numbered(3, 3).SplitStratified(0.9, 1));
        Assert.StartsWith("A split of 3 examples into 3 and 0 leaves an empty part", error.Message);
    }

    private static Dataset Numbered(int count, int classes) => new(
        [.. Enumerable.Range(0, count).Select(i => (float)i)],
        [.. Enumerable.Range(0, count).Select(i => i % classes)]);

    private static void AssertRefused(string message, Func<Dataset> make) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(make).Message);
}
