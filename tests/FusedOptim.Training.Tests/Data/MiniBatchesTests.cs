using FusedOptim.Training.Data;

namespace FusedOptim.Training.Tests;

public class MiniBatchesTests
{
    private static readonly Dataset Data = new(
        [.. Enumerable.Range(0, 2 * 23).Select(i => (float)i)], [.. Enumerable.Range(0, 23).Select(i => i % 4)]);

    [Theory]
    [InlineData(1, 23, 1)]
    [InlineData(5, 5, 3)]
    [InlineData(23, 1, 23)]
    [InlineData(64, 1, 23)]
    public void AnEpochHasEveryExampleOnce(int batchSize, int count, int lastSize)
    {
        var batches = Data.GetBatches(batchSize, seed: 1);
        Assert.Equal(count, batches.Count);
        Assert.Equal(count, Data.GetBatchCount(batchSize));
        var rows = Rows(batches, epoch: 1, out var sizes);
        Assert.Equal(count, sizes.Count);
        Assert.Equal(lastSize, sizes[^1]);
        Assert.All(sizes.SkipLast(1), size => Assert.Equal(batchSize, size));
        Assert.Equal(Enumerable.Range(0, 23), rows.Order());
    }

    [Fact]
    public void SeedAndEpochDetermineTheOrder()
    {
        var order = Rows(Data.GetBatches(5, seed: 1), epoch: 1, out _);
        Assert.Equal(order, Rows(Data.GetBatches(7, seed: 1), epoch: 1, out _));
        Assert.NotEqual(order, Rows(Data.GetBatches(5, seed: 1), epoch: 2, out _));
        Assert.NotEqual(order, Rows(Data.GetBatches(5, seed: 2), epoch: 1, out _));
        // In any order of epochs.
        var batches = Data.GetBatches(5, seed: 1);
        Rows(batches, epoch: 2, out _);
        Assert.Equal(order, Rows(batches, epoch: 1, out _));
    }

    [Fact]
    public void RefusesASizeBelowOne()
    {
        Assert.All<Action>([() => Data.GetBatches(0, 1), () => Data.GetBatchCount(0)], refused =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(refused);
            Assert.StartsWith("batchSize is 0; it must be at least 1.", error.Message);
        });
    }

    private static List<int> Rows(MiniBatches batches, int epoch, out List<int> sizes)
    {
        var rows = new List<int>();
        sizes = [];
        foreach (var batch in batches.GetEpoch(epoch))
        {
            sizes.Add(batch.Count);
            for (var i = 0; i < batch.Count; i++)
            {
                // Features and label are those of one example.
                var row = (int)batch.Features[2 * i] / 2;
                Assert.Equal((2 * row) + 1, batch.Features[(2 * i) + 1]);
                Assert.Equal(row % 4, batch.Labels[i]);
                rows.Add(row);
            }
        }

        return rows;
    }
}
