using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Rows;

/// <summary>Sums, maxima and norms of compact gradients, which have the bits of the dense gradient with zeros in the other rows.</summary>
public class RowMeasureTests
{
    private static readonly int[] s_threads = [1, 2, 3, 7];

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(1025)]
    public void SumsHaveTheBitsOfTheDenseGradient(int columns)
    {
        foreach (var target in KernelTargets.Supported)
        {
            foreach (var rule in (IUpdateRule[])[new MeasuredGradient(), new MeasuredNorms()])
            {
                Check<double>(rule, columns, target, threads: 1);
                if (target == KernelTarget.StrictScalar)
                    continue;
                Check<float>(rule, columns, target, threads: 1);
                Check<Half>(rule, columns, target, threads: 1);
            }
        }

        foreach (var threads in s_threads)
        {
            Check<float>(new MeasuredGradient(), columns, KernelTargets.Selected, threads);
            Check<float>(new MeasuredNorms(), columns, KernelTargets.Selected, threads);
            Check<float>(new NovoGrad(), columns, KernelTargets.Selected, threads);
        }
    }

    private static void Check<T>(IUpdateRule rule, int columns, KernelTarget target, int threads)
        where T : unmanaged, INumber<T>
    {
        const int rowCount = 310;
        using var team = new WorkerTeam(threads);
        var options = new OptimizerOptions { Team = team, Target = target, StateFormat = null };
        using var dense = new ParameterSet<T>();
        using var sparse = new ParameterSet<T>();
        foreach (var set in new[] { dense, sparse })
        {
            set.Add("before", ParameterKind.Weight, 1100);
            _ = set == dense
                ? set.Add("table", ParameterKind.Embedding, rowCount, columns)
                : set.AddWithRowGradient("table", ParameterKind.Embedding, rowCount, rowCount, columns);
            set.Add("after", ParameterKind.Bias, 7);
        }

        using var expected = Optimizer.Create(dense, rule, options);
        using var actual = Optimizer.Create(sparse, rule, options);
        foreach (var (step, rows) in RowLists.Of(rowCount).Index())
        {
            foreach (var set in new[] { dense, sparse })
            {
                RowLists.Numbers<T>(1100, seed: 7 + step).CopyTo(set["before"].Gradients);
                RowLists.Numbers<T>(7, seed: 8 + step).CopyTo(set["after"].Gradients);
            }

            var gradients = RowLists.Numbers<T>(rows.Length * columns, seed: step);
            gradients.CopyTo(sparse["table"].RowGradient!.Set(rows));
            dense["table"].Gradients.Clear();
            for (var i = 0; i < rows.Length; i++)
                gradients.AsSpan(i * columns, columns).CopyTo(dense["table"].Gradients[(rows[i] * columns)..]);
            expected.Step();
            actual.Step();
            foreach (var scalar in rule.Schema.Scalars)
            {
                foreach (var name in new[] { "before", "table", "after" })
                {
                    Assert.True(double.IsFinite(expected.GetScalar(dense[name], scalar.Key)));
                    Assert.Equal(expected.GetScalar(dense[name], scalar.Key), actual.GetScalar(sparse[name], scalar.Key));
                }
            }
        }
    }
}
