using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Testing;

namespace FusedOptim.Tests.Optimization.Modifiers;

/// <summary>Modifiers that see rows and columns, against loops over views, and on every target.</summary>
public class RowModifierTests
{
    private const double Scale = 1.5;

    public static TheoryData<IUpdateRule> Rules =>
        [new CentralizedMomentum(), new RowLamb(), new ColumnLars(), new MeasuredRowLamb(), new MeasuredLars()];

    // H. Yong et al., 2020, equation 1, before clipping and decay; a vector stays.
    [Fact]
    public void CentralizedGradientsGoWhereThePaperGoes()
    {
        using var model = new ViewedModel<double>(new CentralizedMomentum());
        var loops = model.Parameters.Select(parameter => new Loop(parameter)).ToArray();
        for (var step = 1; step <= 100; step++)
        {
            model.Step(step, () =>
            {
                foreach (var loop in loops)
                {
                    var gradient = loop.CentralizedGradient().Select((g, i) => Math.Clamp(g, -0.3, 0.3) + 0.05 * loop.Values[i]).ToArray();
                    var size = 1 + Math.Sqrt(gradient.Sum(g => g * g));
                    for (var i = 0; i < gradient.Length; i++)
                    {
                        loop.Momentum[i] = 0.9 * loop.Momentum[i] + gradient[i] / size;
                        loop.Values[i] -= 0.1 * loop.Momentum[i];
                        if (step % 3 == 0)
                            loop.Values[i] = loop.Slow[i] += 0.5 * (loop.Values[i] - loop.Slow[i]);
                    }
                }
            });
            AssertNear(loops);
        }
    }

    // Y. You et al., 2020, algorithm 2, with norms over rows.
    [Fact]
    public void TrustRatiosOfRowsAreThoseOfTensorsThatAreTheRows()
    {
        using var model = new ViewedModel<double>(new RowLamb());
        var loops = model.Parameters.Select(parameter => new Loop(parameter)).ToArray();
        for (var step = 1; step <= 100; step++)
        {
            model.Step(step, () =>
            {
                foreach (var loop in loops)
                {
                    var gradient = loop.CentralizedGradient();
                    for (var i = 0; i < gradient.Length; i++)
                        loop.Momentum[i] = 0.9 * loop.Momentum[i] + (1 - 0.9) * gradient[i];
                    var direction = loop.Momentum.Select((m, i) => m + 0.1 * loop.Values[i]).ToArray();
                    foreach (var row in loop.Rows)
                        loop.Subtract(row, direction, ratio => Math.Min(Math.Max(0.5 * ratio, 0.01), 3));
                }
            });
            AssertNear(loops);
        }
    }

    [Fact]
    public void TrustRatiosOfColumnsAreThoseOfTensorsThatAreTheColumns()
    {
        using var model = new ViewedModel<double>(new ColumnLars());
        var loops = model.Parameters.Select(parameter => new Loop(parameter)).ToArray();
        for (var step = 1; step <= 20; step++)
        {
            model.Step(step, () =>
            {
                foreach (var loop in loops)
                {
                    var direction = loop.Gradient;
                    foreach (var column in loop.Columns)
                        loop.Subtract(column, direction, static ratio => ratio);
                }
            });
            AssertNear(loops);
        }
    }

    [Fact]
    public void ModifiersMeasureTheDirectionAfterTheRuleHasMeasured()
    {
        using var model = new ViewedModel<double>(new MeasuredRowLamb());
        var loops = model.Parameters.Select(parameter => new Loop(parameter)).ToArray();
        for (var step = 1; step <= 100; step++)
        {
            model.Step(step, () =>
            {
                foreach (var loop in loops)
                {
                    var (g, v) = (loop.Gradient, loop.Slow);
                    var squares = g.Sum(x => x * x);
                    var direction = new double[g.Length];
                    foreach (var (row, elements) in loop.Rows.Index())
                    {
                        loop.RowState[row] = 0.9 * loop.RowState[row] + (1 - 0.9) * elements.Sum(i => g[i] * g[i]) / elements.Length;
                        foreach (var i in elements)
                        {
                            loop.Momentum[i] = 0.9 * loop.Momentum[i] + (1 - 0.9) * g[i];
                            v[i] = 0.9 * (step == 1 ? 0 : v[i]) + g[i] * g[i] / (1 + squares / g.Length);
                            direction[i] = loop.Momentum[i] / (Math.Sqrt(v[i]) + Math.Sqrt(loop.RowState[row]) + 0.01);
                        }
                    }

                    var kept = g.Index().Count(item => direction[item.Index] * item.Item > 0);
                    for (var i = 0; i < g.Length; i++)
                        direction[i] = (direction[i] * g[i] > 0 ? direction[i] / Math.Max((double)kept / g.Length, 1e-3) : 0) + 0.1 * loop.Values[i];
                    foreach (var row in loop.Rows)
                        loop.Subtract(row, direction, static ratio => Math.Min(ratio, 3));
                }
            });
            AssertNear(loops);
        }
    }

    [Fact]
    public void ATrustRatioFollowsANormOfTheModel()
    {
        using var model = new ViewedModel<double>(new MeasuredLars());
        var loops = model.Parameters.Select(parameter => new Loop(parameter)).ToArray();
        for (var step = 1; step <= 20; step++)
        {
            model.Step(step, () =>
            {
                var size = Math.Sqrt(loops.Sum(loop => loop.Gradient.Sum(g => g * g)));
                foreach (var loop in loops)
                {
                    var direction = loop.Gradient.Select((g, i) => g / (1 + size) + 0.01 * loop.Values[i]).ToArray();
                    loop.Subtract([.. Enumerable.Range(0, direction.Length)], direction, static ratio => ratio);
                }
            });
            AssertNear(loops);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ThreadsAndTargetsHaveOneTrajectory(IUpdateRule rule)
    {
        var (ofFloat, ofDouble) = (ViewedModel<float>.Bits(rule, 1), ViewedModel<double>.Bits(rule, 1));
        foreach (var threads in (int[])[2, 3, 7])
            Assert.Equal(ofFloat, ViewedModel<float>.Bits(rule, threads));
        foreach (var target in KernelTargets.Supported.Where(target => target is not (KernelTarget.Reference or KernelTarget.StrictScalar)))
        {
            Assert.Equal(ofFloat, ViewedModel<float>.Bits(rule, 2, new OptimizerOptions { Target = target }));
            Assert.Equal(ofDouble, ViewedModel<double>.Bits(rule, 2, new OptimizerOptions { Target = target }));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheStrictKernelHasTheBitsOfTheMethod(IUpdateRule rule) => Assert.Equal(
        ViewedModel<double>.Bits(rule, 1, new OptimizerOptions { Target = KernelTarget.Reference }),
        ViewedModel<double>.Bits(rule, 2, new OptimizerOptions { Target = KernelTarget.StrictScalar }));

    [Theory]
    [MemberData(nameof(Rules))]
    public void FormatsHaveTheBitsOfOneThread(IUpdateRule rule)
    {
        foreach (var format in (StorageFormat[])[new BFloat16Format(), new BlockFloat8Format()])
        {
            var options = new OptimizerOptions { StateFormat = format };
            Assert.Equal(ViewedModel<float>.Bits(rule, 1, options), ViewedModel<float>.Bits(rule, 3, options));
        }

        Assert.Equal(ViewedModel<Half>.Bits(rule, 1), ViewedModel<Half>.Bits(rule, 3));
    }

    [Fact]
    public void EveryPhaseHasTheBitsOfTheMethod()
    {
        RuleTest.Verify(new CentralizedMomentum());
        RuleTest.Verify(new RowLamb());
        RuleTest.Verify(new ColumnLars());
        RuleTest.Verify(new MeasuredRowLamb());
        RuleTest.Verify(new MeasuredLars());
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void StepsAllocateNothing(IUpdateRule rule)
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<float>(500, 50_000);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team });
        Assert.Equal([0L, 0L], AllocatedBytes.Of(team, steps: 20, () => optimizer.Step()));
    }

    private static void AssertNear(IEnumerable<Loop> loops)
    {
        foreach (var loop in loops)
        {
            for (var i = 0; i < loop.Values.Length; i++)
                Assert.Equal(loop.Values[i], loop.Parameter.Values[i], 1e-10 * Math.Max(1, Math.Abs(loop.Values[i])));
        }
    }

    /// <summary>A parameter with its memory, element by element, and which elements its rows and columns have.</summary>
    private sealed class Loop
    {
        public Loop(Parameter<double> parameter)
        {
            (Parameter, Values, Slow, Momentum) = (parameter, parameter.Values.ToArray(), parameter.Values.ToArray(), new double[parameter.Count]);
            var view = parameter.View;
            Rows = [.. Enumerable.Range(0, (int)view.RowCount).Select(row => Enumerable.Range(0, (int)view.Columns).Select(column => Place(row / (int)view.Rows, row % (int)view.Rows, column)).ToArray())];
            Columns = [.. Enumerable.Range(0, (int)view.ColumnCount).Select(column => Enumerable.Range(0, (int)view.Rows).Select(row => Place(column / (int)view.Columns, row, column % (int)view.Columns)).ToArray())];

            int Place(int batch, int row, int column) => (int)(batch * view.Rows * view.Columns +
                (view.IsTransposed ? column * view.Rows + row : row * view.Columns + column));
        }

        public Parameter<double> Parameter { get; }

        public double[] Values { get; }

        public double[] Slow { get; }

        public double[] Momentum { get; }

        public double[] RowState => field ??= new double[Rows.Length];

        public int[][] Rows { get; }

        public int[][] Columns { get; }

        public double[] Gradient => [.. Parameter.Gradients.ToArray().Select(g => g * Scale)];

        public double[] CentralizedGradient()
        {
            var gradient = Gradient;
            if (Parameter.View is { Rows: > 1, Columns: > 1 })
            {
                foreach (var row in Rows)
                {
                    var mean = row.Sum(i => gradient[i]) / row.Length;
                    foreach (var i in row)
                        gradient[i] -= mean;
                }
            }

            return gradient;
        }

        public void Subtract(int[] line, double[] direction, Func<double, double> bounded)
        {
            var (size, length) = (Math.Sqrt(line.Sum(i => Values[i] * Values[i])), Math.Sqrt(line.Sum(i => direction[i] * direction[i])));
            var ratio = size > 0 && length > 0 ? bounded(size / length) : 1;
            foreach (var i in line)
                Values[i] -= 0.1 * ratio * direction[i];
        }
    }
}
