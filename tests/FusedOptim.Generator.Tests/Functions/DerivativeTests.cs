using FusedOptim.Execution;
using FusedOptim.Functions;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>Derivatives, against those by hand, against central differences, and by the conventions where there are none.</summary>
public sealed class DerivativeTests
{
    private const double Infinity = double.PositiveInfinity;

    /// <summary>Each with its derivative, over places where both are ordinary.</summary>
    private static readonly (string Function, Func<double, double> Derivative)[] s_smooth =
    [
        ("x * x * x - 2 * x + 1", x => 3 * x * x - 2),
        ("(x + 1) / (x * x + 2)", x => (x * x + 2 - 2 * x * (x + 1)) / ((x * x + 2) * (x * x + 2))),
        ("2 / x", x => -2 / (x * x)),
        ("x / 3", _ => 1 / 3.0),
        ("Math.Sqrt(x * x + 1)", x => x / Math.Sqrt(x * x + 1)),
        ("Math.Sqrt(Math.Abs(x))", x => Math.Sign(x) / (2 * Math.Sqrt(Math.Abs(x)))),
        ("Elementwise.Exp(x)", Math.Exp),
        ("Elementwise.Exp(-x * x)", x => -2 * x * Math.Exp(-x * x)),
        ("Elementwise.Log(x * x + 1)", x => 2 * x / (x * x + 1)),
        ("Elementwise.Tanh(2 * x)", x => 2 / (Math.Cosh(2 * x) * Math.Cosh(2 * x))),
        ("Elementwise.Logistic(x)", x => Math.Exp(-Math.Abs(x)) / ((1 + Math.Exp(-Math.Abs(x))) * (1 + Math.Exp(-Math.Abs(x))))),
        ("Elementwise.Log(Elementwise.Logistic(x))", x => x > 0 ? Math.Exp(-x) / (1 + Math.Exp(-x)) : 1 / (1 + Math.Exp(x))),
        ("Elementwise.Log(1 - Elementwise.Logistic(x / 3))", x => -1 / (3 * (1 + Math.Exp(-x / 3)))),
        ("Elementwise.Softplus(2 * x)", x => 2 / (1 + Math.Exp(-2 * x))),
        ("Elementwise.Erf(x)", x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x)),
        ("Elementwise.Erf(x * x / 3)", x => 4 * x / (3 * Math.Sqrt(Math.PI)) * Math.Exp(-x * x * x * x / 9)),
        ("Elementwise.Cbrt(x)", x => 1 / (3 * Math.Cbrt(x) * Math.Cbrt(x))),
        ("Elementwise.Cbrt(x * x + 1)", x => 2 * x / (3 * Math.Pow(x * x + 1, 2 / 3.0))),
        ("Elementwise.Atan2(x, 2)", x => 2 / (x * x + 4)),
        ("Elementwise.Atan2(-3, x)", x => 3 / (x * x + 9)),
        ("Elementwise.Atan2(x * x, x - 5)", x => (2 * x * (x - 5) - x * x) / (x * x * x * x + (x - 5) * (x - 5))),
        ("Elementwise.Atan2(x, x * x)", x => -1 / (1 + x * x)),
        ("Elementwise.Pow(x, 3)", x => 3 * x * x),
        ("Elementwise.Pow(x, 2)", x => 2 * x),
        ("Elementwise.Pow(x * x, 0.3)", x => 0.6 * Math.Pow(x * x, -0.7) * x),
        ("Elementwise.Pow(2, x)", x => Math.Log(2) * Math.Pow(2, x)),
        ("Elementwise.Pow(x * x + 1, x)", x => Math.Pow(x * x + 1, x) * (Math.Log(x * x + 1) + 2 * x * x / (x * x + 1))),
        ("Math.FusedMultiplyAdd(x, x + 1, 2 * x)", x => 2 * x + 3),
        ("Math.Abs(x)", x => Math.Sign(x)),
        ("Math.Max(x, 2 * x)", x => x > 0 ? 2 : 1),
        ("Math.Min(x * x, 1)", x => x * x < 1 ? 2 * x : 0),
        ("Math.Clamp(x, -1, 2)", x => x is >= -1 and <= 2 ? 1 : 0),
        ("Math.CopySign(x * x, x)", x => 2 * Math.Abs(x)),
        ("Math.CopySign(x, -3)", x => -Math.Sign(x)),
        ("Elementwise.SoftThreshold(x, 0.5)", x => Math.Abs(x) > 0.5 ? 1 : 0),
        ("x * Elementwise.Sign(x)", x => Math.Sign(x)),
        ("x * Math.Floor(x) + Math.Round(x) + Math.Ceiling(x) + Math.Truncate(x)", Math.Floor),
        ("x > 1 ? x * x : x < -1 ? -x : 3 * x", x => x > 1 ? 2 * x : x < -1 ? -1 : 3),
        ("x switch { > 1 => 5 * x, _ => x * x }", x => x > 1 ? 5 : 2 * x),
    ];

    /// <summary>Places without a derivative, ends of ranges, and arms that overflow where they are not chosen.</summary>
    private static readonly (string Function, double X, double Derivative)[] s_conventions =
    [
        ("x > 0 ? x : 0", 0.0, 0.0),
        ("x >= 0 ? x : 0", 0.0, 1.0),
        ("Math.Abs(x)", 0.0, 0.0),
        ("Math.Abs(Math.Sqrt(x))", 0.0, 0.0),
        ("Math.Max(x, 0)", 0.0, 0.5),
        ("Math.Min(3 * x, x)", 0.0, 2.0),
        ("Elementwise.Sign(x)", 0.0, 0.0),
        ("Math.Round(x)", 0.5, 0.0),
        ("x > 0 ? 1 : 0", 0.0, 0.0),
        ("Math.CopySign(x, 1)", 0.0, 0.0),
        ("Elementwise.SoftThreshold(x, 0.5)", 0.5, 0.0),
        ("Math.Sqrt(x)", 0.0, Infinity),
        ("Elementwise.Pow(x, 1)", 0.0, 1.0),
        ("Elementwise.Pow(x, 0)", 0.0, 0.0),
        ("Elementwise.Pow(x, 3)", 0.0, 0.0),
        ("Elementwise.Pow(x, 0.5)", 0.0, Infinity),
        ("Elementwise.Pow(0.0 * x, x)", 2.0, 0.0),
        ("Elementwise.Pow(x, 3)", -2.0, 12.0),
        ("Elementwise.Cbrt(x)", 0.0, Infinity),
        ("Elementwise.Cbrt(x)", -0.0, Infinity),
        ("Elementwise.Cbrt(x)", Infinity, 0.0),
        ("Elementwise.Erf(x)", 0.0, 1.1283791670955126),
        ("Elementwise.Erf(x)", -Infinity, 0.0),
        ("Elementwise.Erf(x * x * x)", 1e200, 0.0),
        ("Elementwise.Softplus(x)", 0.0, 0.5),
        ("Elementwise.Softplus(x)", 1e9, 1.0),
        ("Elementwise.Softplus(x)", Infinity, 1.0),
        ("Elementwise.Softplus(x)", -Infinity, 0.0),
        ("Elementwise.Softplus(x)", double.NaN, double.NaN),
        ("Elementwise.Softplus(-Elementwise.Exp(x))", 1e6, 0.0),
        ("Elementwise.Atan2(x, 1)", 0.0, 1.0),
        ("Elementwise.Atan2(1, x)", 0.0, -1.0),
        ("Elementwise.Atan2(x, 0)", 3.0, 0.0),
        ("Elementwise.Atan2(x, 3 * x)", 0.0, 0.0),
        ("Elementwise.Atan2(x, 1)", -Infinity, 0.0),
        ("Elementwise.Atan2(x, 1e200)", 1e200, 5e-201),
        ("Elementwise.Atan2(x, 1)", double.NaN, double.NaN),
        // Softplus is smooth at the kinks that it is made of.
        ("Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)))", 0.0, 0.5),
        ("Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)))", 1e9, 1.0),
        ("Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)))", -1e9, 0.0),
        // An arm that is not chosen overflows.
        ("x > 0 ? x : Elementwise.Exp(x) - 1", 1e6, 1.0),
        ("x < 1 ? x : 1 / (x - x)", 0.5, 1.0),
        ("x > 0 ? Elementwise.Log(x) : x", -2.0, 1.0),
        ("x > 0 ? Math.Sqrt(x) : 2 * x", 0.0, 2.0),
        // What is saturated has no derivative, however large the inner one is.
        ("Elementwise.Tanh(x * x * x)", 1e200, 0.0),
        ("Elementwise.Logistic(Elementwise.Exp(x))", 1e6, 0.0),
        ("1 / (1 + Elementwise.Exp(-x))", -1e6, 0.0),
        ("Elementwise.Exp(-Elementwise.Exp(x))", 1e6, 0.0),
        // The logistic function is rounded to 0 or to 1, and its logarithm still has a slope.
        ("-Elementwise.Log(Elementwise.Logistic(x))", -800.0, -1.0),
        ("-Elementwise.Log(Elementwise.Logistic(-3 * x))", 800.0, 3.0),
        ("-Elementwise.Log(1 - Elementwise.Logistic(x))", 800.0, 1.0),
        ("-Elementwise.Log(1 - Elementwise.Logistic(x))", -800.0, 0.0),
        ("Elementwise.Log(Elementwise.Logistic(x))", -Infinity, 1.0),
        ("Elementwise.Log(Elementwise.Logistic(x))", double.NaN, double.NaN),
        ("Elementwise.Tanh(x)", Infinity, 0.0),
        ("Elementwise.Tanh(x)", -Infinity, 0.0),
        ("Elementwise.Logistic(x)", -Infinity, 0.0),
        ("Elementwise.Exp(x)", -Infinity, 0.0),
        ("x > 0 ? x : 0", Infinity, 1.0),
        ("x > 0 ? x : 0", double.NaN, 0.0),
        ("Math.Abs(x)", double.NaN, double.NaN),
        ("Math.Max(x, 0)", double.NaN, double.NaN),
        ("Elementwise.Tanh(x)", double.NaN, double.NaN),
        ("Elementwise.Logistic(x)", double.NaN, double.NaN),
        ("Elementwise.Exp(x * x)", double.NaN, double.NaN),
        ("x * x", double.Epsilon, 2 * double.Epsilon),
        ("-x", -0.0, -1.0),
    ];

    // None of them at a kink of the functions above.
    private static readonly double[] s_places =
        [-30.3, -4.7, -2.3, -1.2, -0.9, -0.6, -0.3, -0.01, 0.02, 0.3, 0.7, 0.9, 1.3, 2.6, 4.4, 31.1];

    [Fact]
    public void SmoothPlaces()
    {
        using var assembly = FunctionSources.CompileAll(s_smooth.Select(row => row.Function));
        for (var index = 0; index < s_smooth.Length; index++)
        {
            var (expression, expected) = s_smooth[index];
            var function = assembly.Function($"UserProject.Function{index}");
            foreach (var x in s_places)
            {
                var derivative = function.At(x).Derivative;
                AssertClose(expected(x), derivative, 1e-13, $"the derivative of {expression} at {x}");
                var h = 1e-5 * Math.Max(1, Math.Abs(x));
                var difference = (function.Value(x + h) - function.Value(x - h)) / (2 * h);
                AssertClose(difference, derivative, 1e-6 * Math.Max(1, Math.Abs(function.Value(x))), $"the difference of {expression} at {x}");
            }
        }
    }

    [Fact]
    public void Conventions()
    {
        using var assembly = FunctionSources.CompileAll(s_conventions.Select(row => row.Function));
        for (var index = 0; index < s_conventions.Length; index++)
        {
            var (expression, x, expected) = s_conventions[index];
            var function = assembly.Function($"UserProject.Function{index}");
            foreach (var target in KernelTargets.Supported)
            {
                var (values, derivatives) = function.Run(
                    FunctionKernel.Differentiate, target, [[.. Enumerable.Repeat(x, 9)]]);
                Assert.All(derivatives, derivative => Assert.True(
                    expected.Equals(derivative), $"The derivative of {expression} at {x} is {derivative}, expected {expected}."));
                Assert.All(values, value => Assert.True(Element.Same(function.Value(x), value)));
            }
        }
    }

    [Fact]
    public void OnlyTheFirstArgumentVaries()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.Declare(
            "private double Value(double x, double y, double z) => x * y + y * z + Elementwise.Exp(z);"));
        Assert.Equal(5.0, assembly.Function().At(3, 5, 0.5).Derivative);
    }

    [Fact]
    public void HelpersAndBranchesAreDifferentiated()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.Declare(
            """
            private double Value(double x)
            {
                var y = Twice(x);
                if (y > Edge)
                    return Half * y * y;
                y += 1;
                return y;
            }

            private static double Twice(double x) => 2 * x;

            private double Half => Edge / 2;
            """,
            "double Edge = 1"));
        var function = assembly.Function();
        Assert.Equal((8.0, 8.0), function.At(2));
        Assert.Equal((1.5, 2.0), function.At(0.25));
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what) => Assert.True(
        Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what} is {actual:R}, expected {expected:R}");
}
