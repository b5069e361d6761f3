using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Schema;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Optimization.Rows;

public class RowStepTests
{
    private const int RowCount = 23;

    public static TheoryData<string> Rules => [.. ShippedRules.All.Where(rule => IsOfElements(rule.Schema)).Select(rule => rule.Name)];

    public static TheoryData<int> Columns => [1, 9, 48, 64, 1025];

    [Theory]
    [MemberData(nameof(Rules))]
    public void StepsEachRowAsAParameterOfItsOwn(string name)
    {
        Check<float>(ShippedRules.Find(name).Rule, 9, new OptimizerOptions());
        Check<double>(ShippedRules.Find(name).Rule, 9, new OptimizerOptions());
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void StepsRowsOfAnyLength(int columns)
    {
        foreach (var target in KernelTargets.Supported)
        {
            Check<double>(new AdamW { WeightDecay = 0.1 }, columns, new OptimizerOptions { Target = target });
            if (target != KernelTarget.StrictScalar)
                Check<float>(new AdamW { WeightDecay = 0.1 }, columns, new OptimizerOptions { Target = target });
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void StatesInFormatsStayInTheirRow(int columns)
    {
        foreach (var target in KernelTargets.Supported.Where(target => target != KernelTarget.StrictScalar))
        {
            foreach (StorageFormat format in new StorageFormat[] { new BlockFloat8Format(StorageRounding.NearestEven), new HalfFormat(StorageRounding.NearestEven), new BFloat16Format(StorageRounding.NearestEven) })
            {
                var options = new OptimizerOptions { StateFormat = format, Target = target };
                Check<float>(new AdamW(), columns, options);
                Check<float>(new AdaGrad(), columns, options);
                // One state as kernels take it, the other one in a format.
                Check<float>(new AdamW(), columns, options with
                {
                    StateFormats = new Dictionary<string, StorageFormat?> { ["exp_avg"] = null },
                });
            }
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void StepsRowsOfHalf(int columns)
    {
        Check<Half>(new AdamW(), columns, new OptimizerOptions { MasterCopy = true });
        Check<Half>(new AdamW(), columns, new OptimizerOptions { MasterCopy = true, StateFormat = new BlockFloat8Format(StorageRounding.NearestEven) });
        Check<Half>(new AdamW(), columns, new OptimizerOptions { ParameterRounding = StorageRounding.NearestEven });
    }

    [Theory]
    [InlineData(9)]
    [InlineData(48)]
    [InlineData(64)]
    public void ThreadsAndTheOrderOfTheListChangeNoBit(int columns)
    {
        const int rowCount = 3001;
        var lists = RowLists.Of(rowCount);
        CheckThreads(new OptimizerOptions());
        CheckThreads(new OptimizerOptions { StateFormat = new BFloat16Format(StorageRounding.Stochastic), Seed = 3 });
        CheckThreads(new OptimizerOptions { StateFormat = new BlockFloat8Format(), Seed = 3 });

        void CheckThreads(OptimizerOptions options)
        {
            var values = RowLists.Numbers<float>(rowCount * columns, seed: 1);
            float[]? expected = null;
            foreach (var threads in new[] { 1, 2, 3, 7 })
            {
                using var table = new RowTable<float>(new AdamW(), values, columns, options, threads);
                foreach (var (step, list) in lists.Index())
                {
                    var gradients = RowLists.Numbers<float>(rowCount * columns, seed: step);
                    var rows = list.ToArray();
                    if (threads != 1)
                        Array.Sort(rows);
                    foreach (var row in rows)
                        gradients.AsSpan(row * columns, columns).CopyTo(table.Table.RowGradient!.GetOrAdd(row));
                    table.Optimizer.Step(new StepOptions { ZeroGradients = true });
                }

                var actual = table.Table.Values.ToArray();
                expected ??= actual;
                Assert.Equal(expected, actual);
            }
        }
    }

    [Fact]
    public void NoiseDependsOnThePlaceOfAnElement()
    {
        // All rows have the same values and gradients: what differs is noise.
        var options = new OptimizerOptions { StateFormat = new BFloat16Format(StorageRounding.Stochastic), Seed = 3 };
        using var table = new RowTable<float>(new HeavyBall(), new float[4 * 48], 48, options);
        for (var step = 0; step < 3; step++)
        {
            foreach (var row in new[] { 2, 0, 1 })
                table.Table.RowGradient!.GetOrAdd(row).Fill(0.7123f);
            table.Optimizer.Step(new StepOptions { ZeroGradients = true });
        }

        var state = table.State("momentum_buffer");
        Assert.NotEqual(state[..48], state[48..96]);
        Assert.NotEqual(state[..48], state[96..144]);
        Assert.All(state[144..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void AllocatesNothing()
    {
        foreach (var format in new StorageFormat?[] { null, new BlockFloat8Format() })
        {
            using var table = new RowTable<float>(
                new AdamW(), new float[2000 * 48], 48, new OptimizerOptions { StateFormat = format }, threads: 2);
            var lists = RowLists.Of(2000);
            var step = 0;
            var options = new StepOptions { MaximumNorm = 1, ZeroGradients = true };
            Step();

            Assert.Equal(0, AllocatedBytes.Of(() =>
            {
                for (var i = 0; i < 8; i++)
                    Step();
            }));

            void Step()
            {
                table.Table.RowGradient!.Set(lists[step++ % lists.Length]).Fill(0.1f);
                table.Optimizer.Step(options);
            }
        }
    }

    internal static bool IsOfElements(RuleSchema schema) =>
        !schema.UsesView && schema.Phases.All(phase => phase.Kind != PhaseKind.Measure && phase.Interval < 0) &&
        schema.Inputs.All(input => input.Over != Over.Element);

    private static void Check<T>(IUpdateRule rule, int columns, OptimizerOptions options)
        where T : unmanaged, INumber<T>
    {
        var values = RowLists.Numbers<T>(RowCount * columns, seed: 1);
        using var expected = new TableOfRows<T>(rule, values, columns, options);
        using var actual = new RowTable<T>(rule, values, columns, options);
        foreach (var (step, rows) in RowLists.Of(RowCount).Index())
        {
            var gradients = RowLists.Numbers<T>(rows.Length * columns, seed: step);
            expected.Step(rows, gradients, actual.Scalars, new StepOptions { GradientScale = 0.7 });
            actual.Step(rows, gradients, new StepOptions { GradientScale = 0.7 });

            Assert.Equal(expected.Values, actual.Table.Values.ToArray());
            foreach (var key in actual.Optimizer.GetStateKeys(actual.Table))
                Assert.Equal(expected.State(key), actual.State(key));
        }

        using (actual.Optimizer.UseEvaluationWeights())
            Assert.Equal(expected.EvaluationWeights(actual.Scalars), actual.Table.Values.ToArray());
    }
}
