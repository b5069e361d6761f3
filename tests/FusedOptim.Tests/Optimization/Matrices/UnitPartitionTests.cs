using FusedOptim.Matrices;
using FusedOptim.Numerics;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>The cut of blocks into units.</summary>
public class UnitPartitionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16_384)]
    [InlineData(16_385)]
    [InlineData(3_000_000)]
    public void UnitsOfAdjacentEntriesHaveEachBlockOnceInOrder(int count)
    {
        var blocks = Blocks(UnitPartition.Adjacent(count, leastLength: 30_000));
        Assert.Equal(Enumerable.Range(0, (count + BlockReduction.Length - 1) / BlockReduction.Length).Select(Start), blocks);
    }

    [Theory]
    [InlineData(2, 16_384)]
    [InlineData(7, 20_003)]
    [InlineData(7, 1_000_003)]
    [InlineData(65, 16_385)]
    [InlineData(200, 17_000)]
    [InlineData(5_000, 16_400)]
    public void UnitsOfAGridHaveEachBlockOnce(int rows, int rowLength)
    {
        var count = (nint)rows * rowLength;
        var partition = UnitPartition.Grid(count, rowLength);
        Assert.InRange(partition.UnitCount, 1, 128);
        var blocks = Blocks(partition);
        Assert.Equal(
            Enumerable.Range(0, (int)((count + BlockReduction.Length - 1) / BlockReduction.Length)).Select(Start), blocks.Order());
    }

    [Fact]
    public void AWideMatrixOfFewRowsHasUnitsForManyThreads() =>
        Assert.InRange(UnitPartition.Grid(7 * 1_000_003, 1_000_003).UnitCount, 48, 64);

    [Fact]
    public void AStripGoesDownItsRows()
    {
        var units = UnitPartition.Grid(3 * 20_480, 20_480);
        var first = Blocks(units).Take(12).Select(block => (block / 20_480, block % 20_480 / BlockReduction.Length));
        Assert.Equal(
            [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (1, 1), (1, 2), (1, 3), (2, 0), (2, 1), (2, 2), (2, 3)],
            first.Select(block => ((int)block.Item1, (int)block.Item2)));
    }

    private static nint Start(int block) => (nint)block * BlockReduction.Length;

    private static List<nint> Blocks(UnitPartition partition)
    {
        var blocks = new List<nint>();
        for (var unit = 0; unit < partition.UnitCount; unit++)
        {
            for (var those = partition[unit]; those.MoveNext();)
                blocks.Add(those.Current);
        }

        return blocks;
    }
}
