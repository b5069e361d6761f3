using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Functions;

/// <summary>Functions in kernels: the bits of the methods in double, the same bits on every target, the values of IEEE 754.</summary>
public class FunctionKernelTests
{
    private static readonly (string Name, RuleCase Rule, Func<double, double, double> Method)[] s_functions =
    [
        ("Exp", new RuleCase(new ExpRule()), (_, x) => Elementwise.Exp(x)),
        ("Log", new RuleCase(new LogRule()), (_, x) => Elementwise.Log(x)),
        ("Tanh", new RuleCase(new TanhRule()), (_, x) => Elementwise.Tanh(x)),
        ("Logistic", new RuleCase(new LogisticRule()), (_, x) => Elementwise.Logistic(x)),
        ("Softplus", new RuleCase(new SoftplusRule()), (_, x) => Elementwise.Softplus(x)),
        ("Erf", new RuleCase(new ErfRule()), (_, x) => Elementwise.Erf(x)),
        ("Cbrt", new RuleCase(new CbrtRule()), (_, x) => Elementwise.Cbrt(x)),
        ("Pow", new RuleCase(new PowRule()), Elementwise.Pow),
        ("Atan2", new RuleCase(new Atan2Rule()), Elementwise.Atan2),
    ];

    public static TheoryData<string> Names => [.. s_functions.Select(function => function.Name)];

    [Fact]
    public void AllFunctionsInOneRuleAreTheMethod() =>
        RuleTest.Verify(new StrictFunctionsRule(), new VerifyOptions { Steps = [1], GradientScales = [1, 0.37] });

    [Theory]
    [MemberData(nameof(Names))]
    public void DoubleKernelsHaveTheBitsOfTheMethod(string name)
    {
        var (_, rule, method) = s_functions.Single(function => function.Name == name);
        var (bases, arguments) = Pairs<double>(name is "Pow" or "Atan2");
        Assert.All(Targets(), target =>
        {
            var results = Run(rule, target, bases, arguments);
            for (var i = 0; i < results.Length; i++)
                AssertSame(method(bases[i], arguments[i]), results[i], $"{name}({bases[i]:R}, {arguments[i]:R}) as {target}");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SingleKernelsHaveTheSameBitsOnEveryTarget(string name)
    {
        var (_, rule, method) = s_functions.Single(function => function.Name == name);
        var (bases, arguments) = Pairs<float>(name is "Pow" or "Atan2");
        var expected = Run(rule, KernelTarget.Scalar, bases, arguments);
        for (var i = 0; i < expected.Length; i++)
        {
            var truth = method(bases[i], arguments[i]);
            var what = $"{name}({bases[i]:R}, {arguments[i]:R})";
            Assert.True(
                UnitsInLastPlace.Of(expected[i], truth) <= 2, $"{what} is {expected[i]:R}, in double {truth:R}.");
            // Infinities, zeros with their signs and ones are exact.
            if (double.IsInfinity(truth) || truth == 0 || Math.Abs(truth) == 1)
                AssertSame((float)truth, expected[i], what);
        }

        Assert.All(Targets(), target =>
        {
            var results = Run(rule, target, bases, arguments);
            for (var i = 0; i < results.Length; i++)
                AssertSame(expected[i], results[i], $"{name}({bases[i]:R}, {arguments[i]:R}) as {target}");
        });
    }

    [Fact]
    public void PowHasTheSpecialValuesOfTheFramework()
    {
        double[] values =
        [
            0, 1, 2, 3, 4, 0.5, 1.5, 2.5, 1e300, 1e-300, double.Epsilon, double.MaxValue, 9007199254740991, 9007199254740992,
            double.PositiveInfinity,
        ];
        values = [.. values, .. values.Select(value => -value), double.NaN];
        foreach (var value in values)
        {
            foreach (var exponent in values)
            {
                var expected = Math.Pow(value, exponent);
                var actual = Elementwise.Pow(value, exponent);
                if (double.IsFinite(expected) && expected != 0)
                    Assert.Equal(1, actual / expected, 1e-15);
                else
                    AssertSame(expected, actual, $"{value:R} to the power of {exponent:R}");
            }
        }
    }

    [Fact]
    public void Atan2HasTheSpecialValuesOfTheFramework()
    {
        double[] values = [0, 1, 3, 1e-300, 1e300, double.Epsilon, double.MaxValue, double.PositiveInfinity];
        values = [.. values, .. values.Select(value => -value), double.NaN];
        var pairs = values.SelectMany(_ => values, (y, x) => (y, x)).ToArray();
        var single = Run(
            new RuleCase(new Atan2Rule()), KernelTarget.Scalar,
            [.. pairs.Select(pair => (float)pair.y)], [.. pairs.Select(pair => (float)pair.x)]);
        for (var i = 0; i < pairs.Length; i++)
        {
            var (y, x) = pairs[i];
            // Zeros of both signs, multiples of π/4, and what is so small that it has few bits.
            if (Math.Abs(y) == Math.Abs(x) || IsEdge(y) || IsEdge(x))
                AssertSame(Math.Atan2(y, x), Elementwise.Atan2(y, x), $"the angle of ({x:R}, {y:R})");
            Assert.Equal(Math.Atan2(y, x), Elementwise.Atan2(y, x), 5e-16);
            var expected = (float)Math.Atan2((float)y, (float)x);
            if (Math.Abs((float)y) == Math.Abs((float)x) || IsEdge((float)y) || IsEdge((float)x))
                AssertSame(expected, single[i], $"the angle of ({(float)x:R}, {(float)y:R})");
        }

        static bool IsEdge(double value) => value == 0 || !double.IsFinite(value);
    }

    [Fact]
    public void RootsOfCubesAreExact()
    {
        double[] roots = [0, 1, 2, 3, 5, 7, 10, 1000, 0.5, 1e5 + 1, Math.ScaleB(1, -358), double.PositiveInfinity];
        foreach (var root in roots.Concat(roots.Select(root => -root)))
            AssertSame(root, Elementwise.Cbrt(root * root * root), $"the cube root of {root * root * root:R}");
        Assert.True(double.IsNaN(Elementwise.Cbrt(double.NaN)));
        Assert.Equal(Math.Cbrt(double.Epsilon), Elementwise.Cbrt(double.Epsilon), 1e-122);
        Assert.Equal(Math.Cbrt(double.MaxValue), Elementwise.Cbrt(double.MaxValue), 1e88);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1e-60)]
    [InlineData(1e-40)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void PowersFromZeroToOneHaveTheSameBitsOnEveryTarget(double power)
    {
        var rule = new RuleCase(new PartialPowRule(power));
        var (_, bases) = Pairs<float>(false);
        var (_, wideBases) = Pairs<double>(false);
        // Kernels in float take the power in float.
        var expected = Run(rule, KernelTarget.Scalar, bases, bases);
        for (var i = 0; i < expected.Length; i++)
        {
            var truth = Elementwise.Pow(Math.Abs((double)bases[i]), (float)power);
            Assert.True(UnitsInLastPlace.Of(expected[i], truth) <= 2, $"{bases[i]:R} to the power of {power:R} is {expected[i]:R}.");
            if (double.IsInfinity(truth) || truth is 0 or 1)
                AssertSame((float)truth, expected[i], $"{bases[i]:R} to the power of {power:R}");
        }

        Assert.All(Targets(), target =>
        {
            var results = Run(rule, target, bases, bases);
            for (var i = 0; i < results.Length; i++)
                AssertSame(expected[i], results[i], $"{bases[i]:R} to the power of {power:R} as {target}");
            var wide = Run(rule, target, wideBases, wideBases);
            for (var i = 0; i < wide.Length; i++)
            {
                AssertSame(
                    Elementwise.Pow(Math.Abs(wideBases[i]), power), wide[i], $"{wideBases[i]:R} to the power of {power:R} as {target}");
            }
        });
    }

    private static IEnumerable<KernelTarget> Targets() => KernelTargets.Supported.Where(
        target => target is not (KernelTarget.Reference or KernelTarget.StrictScalar));

    private static unsafe T[] Run<T>(RuleCase rule, KernelTarget target, T[] bases, T[] arguments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] results = [.. bases];
        T[] gradients = [.. arguments];
        fixed (T* result = results, gradient = gradients)
        {
            nint[] operands = [(nint)result, (nint)gradient];
            rule.Run<T>(target, operands, 0, results.Length, new StepArguments(1));
        }

        return results;
    }

    /// <summary>Arguments at and around every edge, and pairs of them where the function takes two.</summary>
    private static (T[] Bases, T[] Arguments) Pairs<T>(bool isBinary)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (least, most) = typeof(T) == typeof(float) ? (-149, 127) : (-1074, 1023);
        var step = isBinary ? (most - least) / 25 : 1;
        var values = new List<T> { T.Zero, T.PositiveInfinity, T.NaN, T.One };
        for (var exponent = least; exponent <= most; exponent += step)
        {
            foreach (var significand in (double[])[1, 1.25, 1.4142135623730951, 1.75])
                AddAround(T.ScaleB(T.CreateTruncating(significand), exponent));
        }

        // Where results overflow, underflow or stop to change, in both precisions.
        double[] edges =
        [
            709.782712893384, 745.1332191019412, 708.3964185322641, 710, 746, 88.72283911167300, 103.97207708399179,
            87.33654475055310, 89, 104, 22, 10, 19.06, 9.01, 0.34657359027997264, 0.5, 1, 2, 3, 3.92, 4, 5.93, 6, 40,
            0.881373587019543,
        ];
        foreach (var edge in edges)
            AddAround(T.CreateTruncating(edge));
        values.AddRange([.. values.Select(value => -value)]);

        if (!isBinary)
            return ([.. values.Select(_ => T.Zero)], [.. values]);
        var pairs = values.Where((_, index) => index % 3 == 0)
            .SelectMany(value => values.Where((_, index) => index % 3 == 1), (value, exponent) => (value, exponent)).ToList();
        // Among all those nearly every power is zero, infinite or one: exponents that are near what the base allows.
        foreach (var value in values.Where(value => value > T.Zero && T.IsFinite(value) && value != T.One))
        {
            var logarithm = T.Log(value) / T.CreateTruncating(0.6931471805599453);
            for (var power = least - 2; power <= most + 2; power += (most - least) / 12)
                pairs.Add((value, T.CreateTruncating(power) / logarithm));
        }

        return ([.. pairs.Select(pair => pair.value)], [.. pairs.Select(pair => pair.exponent)]);

        void AddAround(T value) => values.AddRange([T.BitDecrement(value), value, T.BitIncrement(value)]);
    }

    private static void AssertSame<T>(T expected, T actual, string what)
        where T : IBinaryFloatingPointIeee754<T>
    {
        if (!expected.Equals(actual) || T.IsNegative(expected) != T.IsNegative(actual) && !T.IsNaN(expected))
            Assert.Fail($"{what} is {actual:R}; expected {expected:R}.");
    }
}
