using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Against PyTorch's SparseAdam (torch/optim/_functional.py of 2.10), written as a plain loop in double.</summary>
public class SparseAdamTests
{
    private const int RowCount = 40;
    private const int Columns = 5;

    // SparseAdam adds ε to the root of the moment before its correction, Adam afterwards: so small an ε is nothing beside either.
    private const double Epsilon = 1e-22;

    [Fact]
    public void AdamHasTheTrajectoryOfSparseAdam() => Check(new Adam { LearningRate = 0.01, Epsilon = Epsilon }, decay: 0);

    [Fact]
    public void AdamWDecaysTheRowsThatHaveAGradient() =>
        Check(new AdamW { LearningRate = 0.01, Epsilon = Epsilon, WeightDecay = 0.3 }, decay: 0.3);

    private static void Check(IUpdateRule rule, double decay)
    {
        const double rate = 0.01, beta1 = 0.9, beta2 = 0.999;
        var start = RowLists.Numbers<double>(RowCount * Columns, seed: 1);
        using var table = new RowTable<double>(rule, start, Columns, new OptimizerOptions());
        var values = start.ToArray();
        var first = new double[values.Length];
        var second = new double[values.Length];
        var lists = RowLists.Of(RowCount);
        for (var step = 1; step <= 100; step++)
        {
            var rows = lists[step % lists.Length];
            var gradients = RowLists.Numbers<double>(rows.Length * Columns, seed: step);
            var size = rate * Math.Sqrt(1 - Math.Pow(beta2, step)) / (1 - Math.Pow(beta1, step));
            for (var i = 0; i < gradients.Length; i++)
            {
                var e = rows[i / Columns] * Columns + i % Columns;
                first[e] += (gradients[i] - first[e]) * (1 - beta1);
                second[e] += (gradients[i] * gradients[i] - second[e]) * (1 - beta2);
                values[e] -= rate * decay * values[e] + size * first[e] / (Math.Sqrt(second[e]) + Epsilon);
            }

            table.Step(rows, gradients);
        }

        for (var i = 0; i < values.Length; i++)
            Assert.Equal(values[i], table.Table.Values[i], 1e-12 * Math.Max(1, Math.Abs(values[i])));
    }
}
