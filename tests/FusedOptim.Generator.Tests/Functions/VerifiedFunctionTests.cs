using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>All kernels of declared functions agree with the method and with one another, over edge values too.</summary>
public sealed class VerifiedFunctionTests
{
    private static readonly string[] s_expressions =
    [
        "x > 0 ? x : 0",
        "x > 0 ? x : 0.01 * x",
        "x > 0 ? x : Elementwise.Exp(x) - 1",
        "x * Elementwise.Logistic(x)",
        "0.5 * x * (1 + Elementwise.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))",
        "Math.Max(x, 0) + Elementwise.Log(1 + Elementwise.Exp(-Math.Abs(x)))",
        "Elementwise.Logistic(x)",
        "Elementwise.Tanh(x)",
        "Elementwise.Softplus(x)",
        "x * (1 + Elementwise.Erf(x / Math.Sqrt(2))) / 2",
        "Elementwise.Cbrt(x)",
        "Elementwise.Atan2(x, 1)",
        "Elementwise.Atan2(1 - x, x)",
        "Elementwise.Pow(x, 3) / (1 + Math.Sqrt(Math.Abs(x)))",
        "Math.Clamp(x, -1, 1) + Math.Min(x, 2) - Math.CopySign(x, -1)",
        "Elementwise.SoftThreshold(x, 0.5)",
        "x",
        "3",
    ];

    [Fact]
    public void FunctionsOfOneArgumentAgreeOnEveryTarget()
    {
        using var assembly = FunctionSources.CompileAll(s_expressions);
        for (var index = 0; index < s_expressions.Length; index++)
            assembly.Function($"UserProject.Function{index}").Verify(Inputs.AllLengths);
    }

    [Fact]
    public void AFunctionOfFourArgumentsAgreesInEveryModeAndVariant()
    {
        const string Members =
            """
            private double Value(double x, double y, double value, double i)
            {
                var blend = Mix * x + (1 - Mix) * y;
                return Flip ? blend * value - i / Scale : Elementwise.Tanh(blend / Scale) + value * Elementwise.Pow(Mix, N) * i;
            }
            """;
        const string Hyperparameters = "double Mix = 0.3, double Scale = 1.7, int N = 3, bool Flip = false";
        foreach (var mode in Enum.GetValues<FloatMode>())
        {
            using var assembly = FunctionSources.Compile(FunctionSources.Declare(Members, Hyperparameters, mode));
            assembly.Function().Verify(Inputs.AllLengths);
            assembly.Function(null, ("Flip", true)).Verify(Inputs.AllLengths);
        }
    }
}
