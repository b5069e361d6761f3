using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Matrices;

/// <summary>Steps of a rule with a phase over matrices.</summary>
public class MatrixPhaseTests
{
    private static readonly TwoSided s_rule = new();

    // Of sizes that one worker takes, and that a team shares.
    public static TheoryData<int, int, int, bool> Views
    {
        get
        {
            var data = new TheoryData<int, int, int, bool>();
            foreach (var isTransposed in (bool[])[false, true])
            {
                foreach (var (batch, rows, columns) in ((int, int, int)[])[(1, 1, 1), (1, 1, 9), (1, 9, 1), (1, 4, 6), (32, 3, 3), (5, 40, 33), (1, 17, 200), (1, 200, 17), (2, 131, 150)])
                    data.Add(batch, rows, columns, isTransposed);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void StepsAreThoseOfLoops(int batch, int rows, int columns, bool isTransposed)
    {
        var view = MatrixRun.View(batch, rows, columns, isTransposed);
        using var run = new MatrixRun<double>(s_rule, view, threadCount: 2);
        var loop = new TwoSidedLoop(s_rule, view);
        var parameter = run.Parameter.Values.ToArray();
        for (var step = 0; step < 3; step++)
        {
            run.WriteGradients(step);
            loop.Step(parameter, run.Parameter.Gradients, step + 1);
            run.Optimizer.Step();
        }

        AssertClose(parameter, run.Parameter.Values);
        AssertClose(loop.Left, run.Optimizer.GetState(run.Parameter, "left"));
        AssertClose(loop.Right, run.Optimizer.GetState(run.Parameter, "right"));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void EveryTargetAndThreadCountHasTheSameBits(int batch, int rows, int columns, bool isTransposed)
    {
        var view = MatrixRun.View(batch, rows, columns, isTransposed);
        var (single, real) = (MatrixRun.Bits<float>(s_rule, view, 1), MatrixRun.Bits<double>(s_rule, view, 1));
        foreach (var threadCount in (int[])[2, 3, 7])
        {
            Assert.Equal(single, MatrixRun.Bits<float>(s_rule, view, threadCount));
            Assert.Equal(real, MatrixRun.Bits<double>(s_rule, view, threadCount));
        }

        foreach (var target in KernelTargets.Supported.Where(target => target > KernelTarget.StrictScalar))
        {
            Assert.Equal(single, MatrixRun.Bits<float>(s_rule, view, 2, new OptimizerOptions { Target = target }));
            Assert.Equal(real, MatrixRun.Bits<double>(s_rule, view, 2, new OptimizerOptions { Target = target }));
        }

        Assert.Equal(
            MatrixRun.Bits<double>(s_rule, view, 1, new OptimizerOptions { Target = KernelTarget.Reference }),
            MatrixRun.Bits<double>(s_rule, view, 2, new OptimizerOptions { Target = KernelTarget.StrictScalar }));
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void FormatsHaveTheBitsOfOneThread(int batch, int rows, int columns, bool isTransposed)
    {
        var view = MatrixRun.View(batch, rows, columns, isTransposed);
        foreach (var format in (StorageFormat?[])[null, new BFloat16Format(), new BlockFloat8Format()])
        {
            foreach (var hasMaster in (bool[])[false, true])
            {
                var options = new OptimizerOptions { StateFormat = format, MasterCopy = hasMaster };
                Assert.Equal(MatrixRun.Bits<Half>(s_rule, view, 1, options), MatrixRun.Bits<Half>(s_rule, view, 3, options));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void ApplyHasTheBitsOfAStep(int batch, int rows, int columns, bool isTransposed)
    {
        var view = MatrixRun.View(batch, rows, columns, isTransposed);
        using var run = new MatrixRun<float>(s_rule, view, threadCount: 2);
        var parameter = run.Parameter.Values.ToArray();
        var (momentum, last) = (new float[view.Count], new float[view.Count]);
        var (left, right) = (new float[view.RowCount * view.Rows], new float[view.ColumnCount * view.Columns]);
        for (var step = 1; step <= 3; step++)
        {
            run.WriteGradients(step);
            s_rule.Apply(step, parameter, run.Parameter.Gradients, view, momentum, left, right, last);
            run.Optimizer.Step();
        }

        Assert.Equal(parameter, run.Parameter.Values);
        Assert.Equal(left, run.Optimizer.GetState(run.Parameter, "left"));
        Assert.Equal(right, run.Optimizer.GetState(run.Parameter, "right"));
        Assert.Equal(last, run.Optimizer.GetState(run.Parameter, "last"));
        Assert.Equal(momentum, run.Optimizer.GetState(run.Parameter, "momentum"));
    }

    [Fact]
    public void KernelsOfAllWidthsComputeTheMethods() => RuleTest.Verify(s_rule, new VerifyOptions { LargestOffset = 1, Steps = [1, 2], GradientScales = [0.37] });

    /// <summary>Three entries of a batch are three parameters, bit for bit, where nothing is over the tensor.</summary>
    [Theory]
    [InlineData(24)]
    [InlineData(160)]
    public void MatricesOfABatchAreThoseOfParametersOfTheirOwn(int size)
    {
        var muon = new Muon();
        using var whole = new MatrixRun<float>(muon, new MatrixView(3, size, size), threadCount: 2);
        var start = whole.Parameter.Values.ToArray();
        whole.WriteGradients(0);
        whole.Optimizer.Step();
        for (var entry = 0; entry < 3; entry++)
        {
            using var alone = new MatrixRun<float>(muon, new MatrixView(1, size, size), threadCount: 2);
            var range = (entry * size * size)..((entry + 1) * size * size);
            start.AsSpan(range).CopyTo(alone.Parameter.Values);
            whole.Parameter.Gradients[range].CopyTo(alone.Parameter.Gradients);
            alone.Optimizer.Step();
            Assert.Equal(alone.Parameter.Values, whole.Parameter.Values[range]);
        }
    }

    [Fact]
    public void ATransposedViewIsTheTransposedMatrix()
    {
        var muon = new Muon();
        using var plain = new MatrixRun<float>(muon, new MatrixView(1, 30, 20), threadCount: 1);
        using var transposed = new MatrixRun<float>(muon, new MatrixView(1, 20, 30).Transpose(), threadCount: 1);
        plain.WriteGradients(0);
        for (var i = 0; i < 600; i++)
        {
            var place = i % 20 * 30 + i / 20;
            transposed.Parameter.Values[place] = plain.Parameter.Values[i];
            transposed.Parameter.Gradients[place] = plain.Parameter.Gradients[i];
        }

        plain.Optimizer.Step();
        transposed.Optimizer.Step();
        for (var i = 0; i < 600; i++)
            Assert.Equal(plain.Parameter.Values[i], transposed.Parameter.Values[i % 20 * 30 + i / 20], 1e-6f);
    }

    [Fact]
    public void StatesHaveTheShapesOfTheirMatrices()
    {
        using var run = new MatrixRun<float>(s_rule, new MatrixView(2, 3, 5), threadCount: 1);
        Assert.Equal(new TensorShape(2, 3, 3), run.Optimizer.GetStateShape(run.Parameter, "left"));
        Assert.Equal(new TensorShape(2, 5, 5), run.Optimizer.GetStateShape(run.Parameter, "right"));
        Assert.Equal(new TensorShape(30, 1), run.Optimizer.GetStateShape(run.Parameter, "last"));
        using var one = new MatrixRun<float>(s_rule, new MatrixView(1, 3, 5), threadCount: 1);
        Assert.Equal(new TensorShape(3, 3), one.Optimizer.GetStateShape(one.Parameter, "left"));
    }

    [Theory]
    [InlineData(40, 30)]
    [InlineData(160, 150)]
    public void AStepAllocatesNothing(int rows, int columns)
    {
        foreach (var rule in (IUpdateRule[])[s_rule, new Muon()])
        {
            using var run = new MatrixRun<float>(rule, new MatrixView(3, rows, columns), threadCount: 2);
            run.WriteGradients(0);
            Assert.All(AllocatedBytes.Of(run.Team, 20, () => run.Optimizer.Step()), bytes => Assert.Equal(0, bytes));
        }
    }

    [Fact]
    public void AVectorIsRefusedByNameAndWithARemedy()
    {
        using var set = new ParameterSet<float>();
        set.Add("weight", ParameterKind.Weight, 3, 4);
        var bias = set.Add("bias", ParameterKind.Bias, 4);
        var exception = Assert.Throws<ArgumentException>(() => Optimizer.Create(set, new Muon()));
        Assert.StartsWith("Muon cannot step 'bias' [4]: the rule works on matrices, and the parameter is none.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Split.ByRank(muon, adamW)", exception.Message, StringComparison.Ordinal);
        bias.View = new MatrixView(1, 2, 2);
        using var optimizer = Optimizer.Create(set, new Muon());
    }

    [Fact]
    public void CompactGradientsAreRefused()
    {
        using var set = new ParameterSet<float>();
        set.AddWithRowGradient("table", ParameterKind.Weight, 2, 10, 4);
        var exception = Assert.Throws<ArgumentException>(() => Optimizer.Create(set, new Muon()));
        Assert.Contains("Muon cannot step 'table'", exception.Message, StringComparison.Ordinal);
    }

    private static void AssertClose(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-12 * Math.Max(1, Math.Abs(expected[i])), $"[{i}] {expected[i]:R}, {actual[i]:R}");
    }
}
