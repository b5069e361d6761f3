using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Schema;
using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Rows that catch up the decay of missed steps, against a loop that decays every row at every step.</summary>
public class CaughtUpDecayTests
{
    private const int RowCount = 30;
    private const int Columns = 9;

    [Fact]
    public void TheSchemaSaysWhichRulesCatchUp()
    {
        Assert.Equal(new DecaySchema(1, 0), DecayOf(new CaughtUpSgd()));
        Assert.Equal(new DecaySchema(1), DecayOf(new CaughtUpIndependent()));
        Assert.Equal(new DecaySchema(1, 0, 2), DecayOf(new CaughtUpCorrected { PeakLearningRate = 1 }));
        Assert.All(UpdateRules.Shipped, rule => Assert.Null(rule.Schema.CaughtUpDecay));

        static DecaySchema? DecayOf(IUpdateRule rule) => rule.Schema.CaughtUpDecay;
    }

    [Fact]
    public void CatchesUpDecoupledDecay() =>
        Check(new CaughtUpSgd { WeightDecay = 0.5 }, (rate, decay) => rate * decay);

    [Fact]
    public void CatchesUpIndependentDecay() =>
        Check(new CaughtUpIndependent { WeightDecay = 0.05 }, (_, decay) => decay);

    [Fact]
    public void CatchesUpCorrectedDecay() =>
        Check(new CaughtUpCorrected { WeightDecay = 0.5, PeakLearningRate = 0.3 }, (rate, decay) => rate * (rate / 0.3) * decay);

    [Fact]
    public void ProductsBeyondTheRangeOfDoubleCatchUp()
    {
        // Every step leaves a thousandth: 400 steps leave 10⁻¹²⁰⁰, and the last rows miss few of them.
        var rule = new CaughtUpIndependent(LearningRate: 0) { WeightDecay = 0.999 };
        using var table = new RowTable<double>(rule, [1.0, 1, 1], 1, new OptimizerOptions());
        for (var step = 1; step <= 400; step++)
            table.Step(step == 399 ? [1] : [], new double[step == 399 ? 1 : 0]);
        table.Table.Values[1] = 1;
        table.Step([0, 1], new double[2]);

        Assert.Equal(0, table.Table.Values[0]);
        // One missed step, and the step itself.
        Assert.Equal(1e-6, table.Table.Values[1], 1e-18);
    }

    [Fact]
    public void ADecayThatLeavesNothingIsRefused_BeforeAnythingIsWritten()
    {
        using var table = new RowTable<double>(new CaughtUpSgd(LearningRate: 1) { WeightDecay = 1 }, [1.0, 1], 1, new OptimizerOptions());
        var message = Assert.Throws<InvalidOperationException>(() => table.Step([0], [1.0])).Message;
        Assert.Contains("CaughtUpSgd leaves the factor 0 of the weights of 'table'", message, StringComparison.Ordinal);
        Assert.Equal(1, table.Table.Values[0]);
        Assert.Equal(0, table.Optimizer.StepCount);
    }

    [Fact]
    public void ThreadsChangeNoBit_AndStatesResume()
    {
        const int rowCount = 3001;
        var lists = RowLists.Of(rowCount);
        var values = RowLists.Numbers<float>(rowCount * Columns, seed: 1);
        float[]? expected = null;
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            var table = new RowTable<float>(new CaughtUpSgd { WeightDecay = 0.3 }, values, Columns, new OptimizerOptions(), threads);
            foreach (var (step, rows) in lists.Index())
            {
                if (step == 4)
                    table = Resumed(table, threads);
                table.Step(rows, RowLists.Numbers<float>(rows.Length * Columns, seed: step));
            }

            table.Optimizer.CatchUpDecay();
            var actual = table.Table.Values.ToArray();
            table.Dispose();
            Assert.Equal(expected ??= actual, actual);
        }
    }

    [Fact]
    public void HalfPrecisionCatchesUpInTheMasterCopy()
    {
        var values = RowLists.Numbers<Half>(RowCount * Columns, seed: 1);
        var rule = new CaughtUpSgd { WeightDecay = 0.001 };
        Assert.Contains(
            "MasterCopy", Assert.Throws<ArgumentException>(() => new RowTable<Half>(rule, values, Columns, new OptimizerOptions())).Message,
            StringComparison.Ordinal);
        using var half = new RowTable<Half>(rule, values, Columns, new OptimizerOptions { MasterCopy = true });
        using var single = new RowTable<float>(rule, [.. values.Select(value => (float)value)], Columns, new OptimizerOptions());
        foreach (var (step, rows) in RowLists.Of(RowCount).Index())
        {
            var gradients = RowLists.Numbers<Half>(rows.Length * Columns, seed: step);
            half.Step(rows, gradients);
            single.Step(rows, [.. gradients.Select(value => (float)value)]);
        }

        half.Optimizer.CatchUpDecay();
        single.Optimizer.CatchUpDecay();

        Assert.Equal(single.Table.Values.ToArray(), half.Optimizer.GetMasterCopy(half.Table).ToArray());
        Assert.Equal(single.Table.Values.ToArray().Select(value => (Half)value), half.Table.Values.ToArray());
    }

    [Fact]
    public void ValuesThatAreSetHaveNothingToCatchUp()
    {
        using var table = new RowTable<double>(new CaughtUpSgd { WeightDecay = 0.5 }, [1.0, 1], 1, new OptimizerOptions());
        table.Step([], []);
        table.Table.Values.Fill(3);
        table.Optimizer.ReloadParameters();
        table.Optimizer.CatchUpDecay();
        Assert.Equal([3.0, 3], table.Table.Values.ToArray());
    }

    private static RowTable<float> Resumed(RowTable<float> table, int threads)
    {
        var resumed = new RowTable<float>(
            new CaughtUpSgd { WeightDecay = 0.3 }, table.Table.Values, Columns, new OptimizerOptions(), threads);
        foreach (var key in table.Optimizer.GetStateKeys(table.Table))
        {
            Assert.Equal("decay_product", key);
            Assert.Equal([table.Table.Shape[0] + 1], table.Optimizer.GetStateShape(table.Table, key).Dimensions.ToArray());
            table.Optimizer.GetStoredState(table.Table, key).Codes<double>()
                .CopyTo(resumed.Optimizer.GetStoredState(resumed.Table, key).Codes<double>());
        }

        resumed.Optimizer.RestoreStepCount(table.Optimizer.StepCount, 0);
        resumed.Optimizer.RestoreStepCount(resumed.Table, table.Optimizer.GetStepCount(table.Table));
        table.Dispose();
        return resumed;
    }

    private static void Check(IUpdateRule rule, Func<double, double, double> share)
    {
        var start = RowLists.Numbers<double>(RowCount * Columns, seed: 1);
        using var table = new RowTable<double>(rule, start, Columns, new OptimizerOptions());
        var schedule = new Cosine(0.3, steps: 60).WithWarmUp(5);
        table.Optimizer.Schedule("LearningRate", schedule);
        var values = start.ToArray();
        var decay = rule.GetHyperparameter(rule.Schema.IndexOfHyperparameter("WeightDecay"));
        var lists = RowLists.Of(RowCount);
        for (var step = 1; step <= 50; step++)
        {
            var rows = lists[step % lists.Length];
            var gradients = RowLists.Numbers<double>(rows.Length * Columns, seed: step);
            var rate = schedule.At(step);
            for (var i = 0; i < values.Length; i++)
                values[i] *= 1 - share(rate, decay);
            for (var i = 0; i < gradients.Length; i++)
                values[rows[i / Columns] * Columns + i % Columns] -= rate * gradients[i];
            table.Step(rows, gradients);
            foreach (var row in rows)
                CheckRow(row);
        }

        table.Optimizer.CatchUpDecay();
        for (var row = 0; row < RowCount; row++)
            CheckRow(row);

        void CheckRow(int row)
        {
            for (var i = row * Columns; i < (row + 1) * Columns; i++)
                Assert.Equal(values[i], table.Table.Values[i], 1e-12);
        }
    }
}
