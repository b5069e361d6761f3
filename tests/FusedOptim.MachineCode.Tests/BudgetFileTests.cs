namespace FusedOptim.MachineCode.Tests;

public class BudgetFileTests
{
    private static readonly Budget Committed = new("a compiler", new Dictionary<string, LoopCost>
    {
        ["AdamW.Vector512Kernel float"] = new(23, 0, 0),
        ["Sgd.Vector512Kernel float zeroing"] = new(12, 1, 0),
    });

    [Fact]
    public void IsReadAsItIsWritten()
    {
        var read = Budget.Parse(Committed.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(Committed.Compiler, read.Compiler);
        Assert.Equal(Committed.Costs.OrderBy(pair => pair.Key), read.Costs.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void EqualCountsAreNoDifference() => Assert.Empty(Committed.Compare(Committed.Costs));

    [Theory]
    [InlineData(24, 0, 0, "instructions 23 24 over the budget")]
    [InlineData(23, 2, 0, "stack accesses 0 2 over the budget")]
    [InlineData(23, 0, 1, "calls 0 1 over the budget")]
    [InlineData(22, 0, 0, "instructions 23 22")]
    public void EachCountIsCompared(int instructions, int stackAccesses, int calls, string expected)
    {
        var counted = new Dictionary<string, LoopCost>(Committed.Costs)
        {
            ["AdamW.Vector512Kernel float"] = new(instructions, stackAccesses, calls),
        };
        var row = Assert.Single(Committed.Compare(counted));
        Assert.Equal("AdamW.Vector512Kernel float " + expected, string.Join(' ', row.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public void KernelsWithoutBudgetAndBudgetsWithoutKernelAreDifferences()
    {
        var counted = new Dictionary<string, LoopCost> { ["New.Vector512Kernel float"] = new(1, 0, 0) };
        Assert.Collection(
            Committed.Compare(counted),
            row => Assert.EndsWith("does not exist", row),
            row => Assert.EndsWith("has no budget", row),
            row => Assert.EndsWith("does not exist", row));
    }
}
