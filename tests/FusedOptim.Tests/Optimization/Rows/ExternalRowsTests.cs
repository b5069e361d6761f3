using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Rows;

public class ExternalRowsTests
{
    private const int RowCount = 40;
    private const int Columns = 9;

    private readonly CallersRows<float> _memory = new(RowCount, Columns);
    private readonly ParameterSet<float> _set = new();
    private readonly Parameter<float> _table;

    public ExternalRowsTests() => _table = _set.AddExternal("table", ParameterKind.Embedding, _memory, RowCount, Columns);

    [Fact]
    public void HasTheBitsOfMemoryOfTheSet()
    {
        var values = RowLists.Numbers<float>(RowCount * Columns, seed: 1);
        values.CopyTo(_memory.Values);
        using var expected = new RowTable<float>(new AdamW(), values, Columns, new OptimizerOptions());
        using var team = new WorkerTeam(1);
        using var optimizer = Optimizer.Create(_set, new AdamW(), new OptimizerOptions { Team = team });
        foreach (var (step, rows) in RowLists.Of(RowCount).Index())
        {
            var gradients = RowLists.Numbers<float>(rows.Length * Columns, seed: step);
            gradients.CopyTo(_memory.Gradients);
            _memory.Rows = rows;
            var options = new StepOptions { MaximumNorm = 1, ZeroGradients = true };
            optimizer.Step(options);
            expected.Step(rows, gradients, options);

            Assert.Equal(expected.Table.Values.ToArray(), _table.Values.ToArray());
            Assert.All(_memory.Gradients[..gradients.Length].ToArray(), gradient => Assert.Equal(0, gradient));
            Assert.Equal(rows, _memory.Rows);
        }
    }

    [Fact]
    public void RefusesListsThatAreNotValid_AndWritesNothing()
    {
        using var optimizer = Optimizer.Create(_set, new AdamW());
        _memory.Gradients.Fill(1);
        Refuses([3, 40], "row 40, at index 1", "'table' [40, 9]", "from 0 to 39");
        Refuses([3, -2], "row -2, at index 1");
        Refuses([3, 17, 3], "row 3 is at the indices 0 and 2", "'table'");
        Refuses(new int[41], "41 rows", "'table'", "40 rows");
        Assert.All(_table.Values.ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(0, optimizer.StepCount);

        // The next list is judged by itself.
        _memory.Rows = [3, 17];
        optimizer.Step();
        Assert.Equal(1, optimizer.StepCount);

        void Refuses(int[] rows, params string[] parts)
        {
            _memory.Rows = rows;
            var message = Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message;
            foreach (var part in parts)
                Assert.Contains(part, message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void WithoutAGradientAStepDoesNotCount()
    {
        using var optimizer = Optimizer.Create(_set, new AdamW());
        _memory.HasGradient = false;
        _memory.Rows = [100];
        optimizer.Step();
        Assert.Equal(0, optimizer.GetStepCount(_table));

        _memory.HasGradient = true;
        _memory.Rows = [];
        optimizer.Step();
        Assert.Equal(1, optimizer.GetStepCount(_table));
    }

    [Fact]
    public void MemoryMustBeApart()
    {
        using var optimizer = Optimizer.Create(_set, new AdamW());
        // Two rows end where the values begin to be others.
        _memory.GradientOffset = (RowCount - 2) * Columns;
        _memory.Rows = [0, 1];
        Assert.Contains("overlap", Assert.Throws<InvalidOperationException>(() => optimizer.Step()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SaysThatTheGradientIsCompact()
    {
        Assert.Null(_table.RowGradient);
        var message = Assert.Throws<InvalidOperationException>(() => _ = _table.Gradients.Length).Message;
        Assert.Contains("the caller's compact gradients", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AllocatesNothingForListsThatAreNoLonger()
    {
        using var optimizer = Optimizer.Create(_set, new AdamW());
        var lists = RowLists.Of(RowCount);
        var step = 0;
        for (var i = 0; i < lists.Length; i++)
            Step();
        Assert.Equal(0, AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < lists.Length; i++)
                Step();
        }));

        void Step()
        {
            _memory.Rows = lists[step++ % lists.Length];
            optimizer.Step(new StepOptions { MaximumNorm = 1 });
        }
    }
}
