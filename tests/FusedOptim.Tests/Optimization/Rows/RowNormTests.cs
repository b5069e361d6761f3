using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Rows;

public class RowNormTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(1025)]
    public void NormsAndClippingHaveTheBitsOfTheDenseGradient(int columns)
    {
        foreach (var threads in new[] { 1, 2, 3, 7 })
        {
            using var team = new WorkerTeam(threads);
            Check<float>(columns, team, factor: 1);
            Check<double>(columns, team, factor: 1);
            Check<Half>(columns, team, factor: 1);
            // Squares that are beyond the range of double.
            Check<double>(columns, team, factor: 1e200);
            Check<double>(columns, team, factor: 1e-200);
        }
    }

    [Fact]
    public void AGradientThatIsNotFiniteIsFound()
    {
        using var pair = new Pair<float>(300, 48);
        pair.Set([17, 4], RowLists.Numbers<float>(96, seed: 1));
        pair.Rows.RowGradient!.Values[95] = float.PositiveInfinity;
        using var optimizer = Optimizer.Create(pair.Sparse, new AdamW());
        var report = optimizer.Step(new StepOptions { SkipNonFinite = true });
        Assert.True(report.IsSkipped);
        Assert.Equal("table", report.NonFiniteParameter);
    }

    private static void Check<T>(int columns, WorkerTeam team, double factor)
        where T : unmanaged, INumber<T>
    {
        const int rowCount = 300;
        using var pair = new Pair<T>(rowCount, columns);
        foreach (var (step, rows) in RowLists.Of(rowCount).Index())
        {
            var gradients = RowLists.Numbers<T>(rows.Length * columns, seed: step);
            for (var i = 0; i < gradients.Length; i++)
                gradients[i] *= T.CreateChecked(factor);
            pair.Set(rows, gradients);
            Assert.Equal(pair.Dense.ComputeGradientNorm(team), pair.Sparse.ComputeGradientNorm(team));

            Assert.Equal(
                pair.Dense.ClipByUnitNorm(0.5, factor, select: IsTable, team: team), pair.Sparse.ClipByUnitNorm(0.5, factor, select: IsTable, team: team));
            if (columns > 1)
                pair.CheckEqual();
            pair.Set(rows, gradients);
            Assert.Equal(pair.Dense.ClipByTensorNorm(3 * factor, team: team), pair.Sparse.ClipByTensorNorm(3 * factor, team: team));
            pair.CheckEqual();
            pair.Dense.ClipByValue(0.1 * factor, team: team);
            pair.Sparse.ClipByValue(0.1 * factor, team: team);
            pair.CheckEqual();
        }

        // A table of one column is one unit where its gradient is dense.
        bool IsTable(Parameter parameter) => parameter.Name == "table" && columns > 1;
    }

    /// <summary>The same table with a dense and with a row gradient, each beside other parameters.</summary>
    private sealed class Pair<T> : IDisposable
        where T : unmanaged, INumber<T>
    {
        private readonly int _columns;

        public Pair(int rowCount, int columns)
        {
            _columns = columns;
            foreach (var set in new[] { Dense, Sparse })
            {
                set.Add("before", ParameterKind.Weight, 1100);
                _ = set == Dense
                    ? set.Add("table", ParameterKind.Embedding, rowCount, columns)
                    : set.AddWithRowGradient("table", ParameterKind.Embedding, rowCount, rowCount, columns);
                set.Add("after", ParameterKind.Bias, 7);
                RowLists.Numbers<T>(rowCount * columns, seed: 9).CopyTo(set["table"].Values);
            }
        }

        public ParameterSet<T> Dense { get; } = new();

        public ParameterSet<T> Sparse { get; } = new();

        public Parameter<T> Rows => Sparse["table"];

        public void Set(int[] rows, T[] gradients)
        {
            foreach (var set in new[] { Dense, Sparse })
            {
                RowLists.Numbers<T>(1100, seed: 7).CopyTo(set["before"].Gradients);
                RowLists.Numbers<T>(7, seed: 8).CopyTo(set["after"].Gradients);
            }

            gradients.CopyTo(Rows.RowGradient!.Set(rows));
            Dense["table"].Gradients.Clear();
            for (var i = 0; i < rows.Length; i++)
                gradients.AsSpan(i * _columns, _columns).CopyTo(Dense["table"].Gradients[(rows[i] * _columns)..]);
        }

        public void CheckEqual()
        {
            var gradient = Rows.RowGradient!;
            for (var i = 0; i < gradient.Count; i++)
            {
                Assert.Equal(
                    Dense["table"].Gradients.Slice(gradient.Rows[i] * _columns, _columns).ToArray(),
                    gradient.Values.Slice(i * _columns, _columns).ToArray());
            }
        }

        public void Dispose()
        {
            Dense.Dispose();
            Sparse.Dispose();
        }
    }
}
