using FusedOptim.Execution;
using FusedOptim.Formats;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>Steps of a rule that sees rows and columns, over views of many shapes.</summary>
public class MatrixRuleTests
{
    private static readonly FactoredMomentum s_rule = new();

    public static TheoryData<int, int, int, bool> Views
    {
        get
        {
            var data = new TheoryData<int, int, int, bool>();
            (int Batch, int Rows, int Columns)[] shapes =
            [
                (1, 1, 1), (1, 1, 7), (1, 5, 1), (1, 4, 6), (3, 3, 3), (32, 3, 3), (2, 7, 1000), (1, 100, 9), (1, 3, 5000), (1, 300, 300),
                (5, 100, 33), (1, 2000, 64), (1, 64, 576), (1, 1, 40_000), (1, 40_000, 1), (3, 1, 700), (700, 1, 3), (1, 40, 1023), (1, 40, 1025),
                // Whose columns are summed strip by strip.
                (1, 7, 20_003), (1, 3, 32_768),
            ];
            foreach (var (batch, rows, columns) in shapes)
            {
                data.Add(batch, rows, columns, false);
                data.Add(batch, rows, columns, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void StepsAreThoseOfLoopsOverRowsAndColumns(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        using var run = new MatrixRun<double>(s_rule, view, threadCount: 2);
        var loop = new FactoredMomentumLoop(s_rule, view);
        var parameter = run.Parameter.Values.ToArray();
        for (var step = 0; step < 3; step++)
        {
            run.WriteGradients(step);
            loop.Step(parameter, run.Parameter.Gradients);
            run.Optimizer.Step();
        }

        AssertClose(parameter, run.Parameter.Values, 1e-12);
        AssertClose(loop.Rows, run.Optimizer.GetState(run.Parameter, "row"), 1e-13);
        AssertClose(loop.Columns, run.Optimizer.GetState(run.Parameter, "column"), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void TheBitsAreThoseOfOneThread(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        var expected = Bits<float>(view, threadCount: 1);
        foreach (var threadCount in (int[])[2, 3, 7])
            Assert.Equal(expected, Bits<float>(view, threadCount));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void EveryTargetHasTheSameBits(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        foreach (var target in KernelTargets.Supported.Where(target => target is not (KernelTarget.Reference or KernelTarget.StrictScalar)))
        {
            Assert.Equal(Bits<float>(view, 1), Bits<float>(view, 1, new OptimizerOptions { Target = target }));
            Assert.Equal(Bits<double>(view, 1), Bits<double>(view, 1, new OptimizerOptions { Target = target }));
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void TheStrictKernelHasTheBitsOfTheMethod(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        Assert.Equal(
            Bits<double>(view, 1, new OptimizerOptions { Target = KernelTarget.Reference }),
            Bits<double>(view, 2, new OptimizerOptions { Target = KernelTarget.StrictScalar }));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void ApplyHasTheBitsOfAStep(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        using var run = new MatrixRun<float>(s_rule, view, threadCount: 2);
        var (parameter, momentum) = (run.Parameter.Values.ToArray(), new float[view.Count]);
        var (row, column) = (new float[view.RowCount], new float[view.ColumnCount]);
        for (var step = 1; step <= 3; step++)
        {
            run.WriteGradients(step);
            s_rule.Apply(step, parameter, run.Parameter.Gradients, view, row, column, momentum);
            run.Optimizer.Step();
        }

        Assert.Equal(parameter, run.Parameter.Values);
        Assert.Equal(momentum, run.Optimizer.GetState(run.Parameter, "momentum"));
        Assert.Equal(row, run.Optimizer.GetState(run.Parameter, "row"));
        Assert.Equal(column, run.Optimizer.GetState(run.Parameter, "column"));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void StatesInFormatsHaveTheBitsOfOneThread(int batch, int rows, int columns, bool isTransposed)
    {
        var view = View(batch, rows, columns, isTransposed);
        foreach (var format in (StorageFormat[])[new BFloat16Format(), new BlockFloat8Format()])
        {
            var options = new OptimizerOptions { StateFormat = format };
            Assert.Equal(Bits<float>(view, 1, options), Bits<float>(view, 3, options));
            Assert.Equal(Bits<Half>(view, 1, options with { MasterCopy = true }), Bits<Half>(view, 3, options with { MasterCopy = true }));
        }

        Assert.Equal(Bits<Half>(view, 1), Bits<Half>(view, 7));
    }

    /// <summary>
    /// Many narrow rows, embeddings, convolutions, rows that are long and odd, and a column: the remainders of rows, blocks and units are those of
    /// 1,000,000 × 9, 65,536 × 64, 64 × 576, 7 × 1,000,003 and n × 1.
    /// </summary>
    [Theory]
    [InlineData(4_672, 9)]
    [InlineData(2_048, 64)]
    [InlineData(64, 576)]
    [InlineData(7, 20_035)]
    [InlineData(40_001, 1)]
    public void LargeMatricesHaveTheBitsOfOneThreadInEveryFormat(int rows, int columns)
    {
        var view = View(1, rows, columns, isTransposed: false);
        foreach (var format in (StorageFormat?[])[null, new BFloat16Format(), new BlockFloat8Format()])
        {
            var options = new OptimizerOptions { StateFormat = format };
            var (single, half) = (Bits<float>(view, 1, options), Bits<Half>(view, 1, options));
            foreach (var threadCount in (int[])[2, 3, 7])
            {
                Assert.Equal(single, Bits<float>(view, threadCount, options));
                Assert.Equal(half, Bits<Half>(view, threadCount, options));
            }
        }
    }

    [Fact]
    public void KernelsOfAllWidthsComputeTheMethods() => RuleTest.Verify(s_rule, new VerifyOptions { LargestOffset = 1, Steps = [1, 2], GradientScales = [0.37] });

    [Fact]
    public void MatricesOfABatchAreThoseOfParametersOfTheirOwn()
    {
        // But for what is over the tensor.
        using var whole = new MatrixRun<double>(s_rule, View(3, 20, 30, false), threadCount: 1);
        using var first = new MatrixRun<double>(s_rule, View(1, 20, 30, false), threadCount: 1);
        whole.WriteGradients(0);
        whole.Parameter.Gradients[..600].CopyTo(first.Parameter.Gradients);
        whole.Optimizer.Step();
        first.Optimizer.Step();
        Assert.Equal(first.Optimizer.GetState(first.Parameter, "row"), whole.Optimizer.GetState(whole.Parameter, "row")[..20]);
        Assert.Equal(first.Optimizer.GetState(first.Parameter, "column"), whole.Optimizer.GetState(whole.Parameter, "column")[..30]);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var run = new MatrixRun<float>(s_rule, View(1, 300, 300, false), threadCount: 2);
        run.WriteGradients(0);
        Assert.All(AllocatedBytes.Of(run.Team, 20, () => run.Optimizer.Step()), bytes => Assert.Equal(0, bytes));
    }

    private static MatrixView View(int batch, int rows, int columns, bool isTransposed) =>
        MatrixRun.View(batch, rows, columns, isTransposed);

    private static byte[] Bits<T>(MatrixView view, int threadCount, OptimizerOptions? options = null)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        MatrixRun.Bits<T>(s_rule, view, threadCount, options);

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"[{i}] {expected[i]:R}, {actual[i]:R}");
    }
}
