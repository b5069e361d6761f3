using System.Numerics;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Kernels;

/// <summary>What <see cref="FloatMode.Fast"/> promises: bounds in float, and the same bits of all targets on one processor.</summary>
public class FastModeTests
{
    // The most that one rounding errs by, relative to the result.
    private static readonly double s_roundoff = Math.ScaleB(1, -24);

    [Fact]
    public void AllTargetsOfOneProcessorAgree()
    {
        RuleTest.Verify(new FastAdamW());
        RuleTest.Verify(new FastQuotient());
    }

    [Fact]
    public void QuotientsAreWithinTwoUnits()
    {
        var random = new Random(1);
        var (dividends, divisors) = (new float[1 << 18], new float[1 << 18]);
        for (var i = 0; i < dividends.Length; i++)
        {
            // Divisors from 2^-126 to 2^125, and quotients that are normal numbers.
            var exponent = random.Next(-126, 125);
            divisors[i] = Draw(random, exponent);
            dividends[i] = Draw(random, Math.Clamp(exponent + random.Next(-125, 126), -126, 127));
        }

        foreach (var target in Targets())
        {
            float[] results = [.. divisors];
            Run(new RuleCase(new FastQuotient()), target, results, dividends);
            for (var i = 0; i < results.Length; i++)
            {
                var truth = (double)dividends[i] / divisors[i];
                if (Math.Abs(truth) < Math.ScaleB(1, -126) || Math.Abs(truth) >= Math.ScaleB(1, 127))
                    continue;
                var unit = Math.ScaleB(1, Math.ILogB(truth) - 23);
                Assert.True(
                    Math.Abs(results[i] - truth) <= 2 * unit,
                    $"{dividends[i]:R} / {divisors[i]:R} as {target} is {results[i]:R}, not {truth:R}.");
            }
        }
    }

    [Fact]
    public void StepsOfAdamAreWithinTheirRoundings()
    {
        // Sums of positive numbers: nothing cancels. m errs by 3 roundings (factor, product, sum), v by as many, its root
        // by half of them and 1, the divisor by 1 more: 3.5. The quotient errs by 4, its factor by 1, the last sum by 1: 13
        // of the update. Of the parameter 3: factor, product, sum.
        var random = new Random(2);
        foreach (var target in Targets())
        {
            var rule = new RuleCase(new FastAdamW { LearningRate = 0.1 });
            var single = Operands(4096, () => (float)Math.Exp(random.NextDouble() * 20 - 15));
            var exact = Array.ConvertAll(single, values => Array.ConvertAll(values, value => (double)value));
            Run(rule, KernelTarget.Reference, exact);
            var before = single[0];
            single = [[.. before], single[1], single[2], single[3]];
            Run(rule, target, single);
            for (var i = 0; i < before.Length; i++)
            {
                var kept = before[i] * (1 - 0.1 * 0.01);
                var bound = s_roundoff * (13 * Math.Abs(exact[0][i] - kept) + 3 * Math.Abs(kept));
                Assert.True(
                    Math.Abs(single[0][i] - exact[0][i]) <= bound,
                    $"Element {i} as {target} is {single[0][i]:R}, not {exact[0][i]:R} within {bound:R}.");
            }
        }
    }

    [Fact]
    public void DoubleStaysCloseToTheMethod()
    {
        var random = new Random(3);
        var rule = new RuleCase(new FastAdamW());
        var expected = Operands(1000, () => random.NextDouble());
        double[][] actual = [.. expected.Select(values => (double[])[.. values])];
        Run(rule, KernelTarget.Reference, expected);
        Run(rule, KernelTargets.Selected, actual);
        for (var i = 0; i < 1000; i++)
            Assert.Equal(expected[0][i], actual[0][i], 1e-15);
    }

    private static IEnumerable<KernelTarget> Targets() => KernelTargets.Supported.Where(
        target => target is not (KernelTarget.Reference or KernelTarget.StrictScalar));

    private static float Draw(Random random, int exponent) =>
        (float)Math.ScaleB((1 + random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1), exponent);

    private static T[][] Operands<T>(int count, Func<T> draw) =>
        [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, count).Select(_ => draw()).ToArray())];

    private static unsafe void Run<T>(RuleCase rule, KernelTarget target, params T[][] operands)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var handles = Array.ConvertAll(
            operands, operand => System.Runtime.InteropServices.GCHandle.Alloc(operand, System.Runtime.InteropServices.GCHandleType.Pinned));
        rule.Run<T>(
            target, Array.ConvertAll(handles, handle => handle.AddrOfPinnedObject()), 0, operands[0].Length, new StepArguments(2));
        foreach (var handle in handles)
            handle.Free();
    }
}

/// <summary>parameter = gradient / parameter.</summary>
[UpdateRule(FloatMode = FloatMode.Fast)]
internal sealed partial record FastQuotient
{
    private void Update(ref double parameter, double gradient) => parameter = gradient / parameter;
}

/// <summary>AdamW, in the fast mode.</summary>
[UpdateRule(FloatMode = FloatMode.Fast), WeightDecay(0.01)]
internal sealed partial record FastAdamW(
    double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
{
    private double Direction(double gradient, [State("m")] ref double m, [State("v")] ref double v, int step)
    {
        m = Beta1 * m + (1 - Beta1) * gradient;
        v = Beta2 * v + (1 - Beta2) * gradient * gradient;
        var mHat = m / (1 - Math.Pow(Beta1, step));
        var vHat = v / (1 - Math.Pow(Beta2, step));
        return mHat / (Math.Sqrt(vHat) + Epsilon);
    }
}
