using FsCheck;
using FsCheck.Fluent;

namespace FusedOptim.Training.Tests;

public class DatasetFoldsTests
{
    [Fact]
    public void EveryExampleIsValidatedOnceAndTrainedOnOtherwise() => SeededProperty.CheckSeeded(Prop.ForAll(
        ArbMap.Default.ArbFor<(byte, byte, long, bool)>(),
        ((byte Count, byte Folds, long Seed, bool IsStratified) of) =>
        {
            var count = 2 + of.Count;
            var folds = 2 + of.Folds % Math.Min(count - 1, 10);
            // Feature and label tell the row.
            var dataset = new Dataset(
                [.. Enumerable.Range(0, count).Select(row => (float)row)],
                [.. Enumerable.Range(0, count).Select(row => row % 3)]);
            var parts = (of.IsStratified ? dataset.GetStratifiedFolds(folds, of.Seed) : dataset.GetFolds(folds, of.Seed))
                .ToArray();
            Assert.Equal(folds, parts.Length);
            foreach (var (training, validation) in parts)
            {
                Assert.InRange(validation.Count, count / folds, (count + folds - 1) / folds);
                Assert.Equal(dataset.Features.ToArray(),
                    training.Features.ToArray().Concat(validation.Features.ToArray()).Order());
                Assert.Equal(training.Features.ToArray().Select(row => (int)row % 3), training.Labels.ToArray());
            }

            Assert.Equal(dataset.Features.ToArray(),
                parts.SelectMany(part => part.Validation.Features.ToArray()).Order());
        }));

    [Fact]
    public void StratifiedFoldsShareEveryClass()
    {
        // 40, 10, 7 and 3 of each class.
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row < 40 ? 0 : row < 50 ? 1 : row < 57 ? 2 : 5)];
        var dataset = new Dataset(new float[60], labels);
        foreach (var (_, validation) in dataset.GetStratifiedFolds(5, seed: 3))
        {
            var counts = validation.Labels.ToArray().CountBy(label => label).ToDictionary();
            Assert.Equal(12, validation.Count);
            Assert.Equal((8, 2), (counts[0], counts[1]));
            Assert.InRange(counts[2], 1, 2);
            Assert.InRange(counts.GetValueOrDefault(5), 0, 1);
        }
    }

    [Fact]
    public void TheSeedDeterminesTheFolds()
    {
        var dataset = new Dataset([.. Enumerable.Range(0, 50).Select(row => (float)row)], new int[50]);
        Assert.Equal(First(seed: 1), First(seed: 1));
        Assert.NotEqual(First(seed: 1), First(seed: 2));
        Assert.NotEqual(Enumerable.Range(0, 10).Select(row => (float)row), First(seed: 1));

        float[] First(long seed) => dataset.GetFolds(5, seed).First().Validation.Features.ToArray();
    }

    [Fact]
    public void TargetValuesGoWithTheirExamples()
    {
        var dataset = new Dataset([1f, 2, 3, 4], [10f, 20, 30, 40], count: 4);
        foreach (var (training, validation) in dataset.GetFolds(4, seed: 1))
        {
            Assert.Equal(10 * validation.Features[0], validation.Targets[0]);
            Assert.Equal(training.Features.ToArray().Select(feature => 10 * feature), training.Targets.ToArray());
        }

        Assert.Throws<InvalidOperationException>(() => dataset.GetStratifiedFolds(2, seed: 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void RefusesOtherNumbersOfFolds(int count)
    {
        var dataset = new Dataset([1, 2, 3], [0, 1, 0]);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => dataset.GetFolds(count, seed: 1));
        Assert.StartsWith(
            FormattableString.Invariant($"count is {count}; it must be from 2 to 3, the number of examples."), error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.GetStratifiedFolds(count, seed: 1));
    }
}
