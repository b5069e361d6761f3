namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Every function of the language, over edge values.</summary>
public sealed class FunctionTests
{
    private static readonly string[] s_expressions =
    [
        "Math.Abs(gradient)",
        "Math.Sqrt(gradient)",
        "Math.Sqrt(Math.Abs(gradient))",
        "Math.Floor(gradient)",
        "Math.Ceiling(gradient)",
        "Math.Round(gradient)",
        "Math.Truncate(gradient)",
        "Math.Min(gradient, parameter)",
        "Math.Max(gradient, parameter)",
        "Math.Min(gradient, 0.0)",
        "Math.Max(gradient, -0.0)",
        "Math.Max(0, gradient)",
        "Math.Max(A, gradient)",
        "Math.CopySign(gradient, parameter)",
        "Math.CopySign(A, parameter)",
        "Math.CopySign(gradient, -1)",
        "Math.FusedMultiplyAdd(gradient, parameter, A)",
        "Math.FusedMultiplyAdd(gradient, gradient, parameter)",
        "Math.FusedMultiplyAdd(A, B, gradient)",
        "Math.Clamp(gradient, -1, 1)",
        "Math.Clamp(gradient, -B, A)",
        "Math.Clamp(gradient, -0.0, 0.0)",
        "Math.Clamp(gradient, 0.0, -0.0)",
        "Elementwise.Sign(gradient)",
        "Elementwise.Square(gradient)",
        "Elementwise.SoftThreshold(gradient, A)",
        "Elementwise.SoftThreshold(gradient, 0)",
        "gradient + parameter",
        "gradient - parameter",
        "gradient * parameter",
        "gradient / parameter",
        "-gradient",
        "A - gradient",
        "A / gradient",
        "gradient / B",
        "gradient < parameter ? 1 : 0",
        "gradient <= parameter ? 1 : 0",
        "gradient > parameter ? 1 : 0",
        "gradient >= parameter ? 1 : 0",
        "gradient == parameter ? 1 : 0",
        "gradient != parameter ? 1 : 0",
        "!(gradient < parameter) ? 1 : 0",
        "gradient > A ? gradient : parameter",
    ];

    private const string PowerHyperparameters = """
        double LearningRate = 0.1, double Three = 3, [Range(0.0, 0.5)] double Half = 0.5, [Range(0.0, 1.0)] double P = 0.25,
        [Range(0.0, 1.0)] double One = 1, [Range(0.0, 1.0)] double Zero = 0, [Range(-1.0, 1.0)] double Q = -0.5,
        [Range(0.0, 10.0)] double Epsilon = 0
        """;

    // Bases of which the compiler knows the sign, or nearly, and exponents of which it knows the range.
    private static readonly string[] s_powers =
    [
        "gradient, parameter",
        "gradient, P",
        "gradient, One",
        "gradient, Q",
        "gradient, Three",
        "gradient, 3",
        "gradient, 0.5",
        "gradient, Zero / Zero",
        "Three, gradient",
        "Math.Abs(gradient), P",
        "Math.Abs(gradient), Zero",
        "Math.Abs(gradient), 2 * Half * One",
        "Math.Abs(gradient), Q",
        "Math.Abs(gradient), Three",
        "Math.Abs(gradient), parameter",
        "Math.Abs(gradient), Math.Min(Math.Abs(parameter), 1)",
        "Math.Abs(gradient), Math.Min(Zero / Zero, One)",
        "Math.Sqrt(gradient), P",
        "Math.Sqrt(gradient), One",
        "Math.Sqrt(gradient), Three",
        "Math.Sqrt(gradient) + Epsilon, One",
        "Math.Sqrt(gradient) + Three, One",
        "gradient * gradient, P",
        "Epsilon * gradient * gradient, One",
        "-Epsilon * gradient * gradient, One",
        "Math.FusedMultiplyAdd(gradient, gradient, Epsilon), P",
        "Math.FusedMultiplyAdd(gradient, gradient, parameter), P",
        "Math.Max(gradient, 0.0), P",
        "Math.Max(gradient, -0.0), One",
        "Math.Min(Math.Abs(gradient), parameter), One",
        "Elementwise.Exp(gradient), P",
        "Elementwise.Pow(Math.Abs(gradient), P), One",
        "Math.Abs(gradient) / (Math.Abs(parameter) + Epsilon), P",
        "Math.Sqrt(gradient) / Math.Sqrt(parameter), One",
        "gradient > 0 ? gradient : Epsilon, One",
        "Math.Abs(gradient) - Epsilon, P",
    ];

    [Fact]
    public void EveryPower() => CheckAll(
        [.. s_powers.Select(static operands => $"Elementwise.Pow({operands})")], PowerHyperparameters);

    [Fact]
    public void EveryFunction() => CheckAll(s_expressions);

    private static void CheckAll(string[] expressions, string hyperparameters = Meaning.Hyperparameters)
    {
        // One rule for all, with a state for each: the same checks at a fraction of the compilations.
        foreach (var some in expressions.Chunk(8))
        {
            var states = string.Join(", ", some.Select((_, index) => $"[State] ref double s{index}"));
            var stores = string.Join("\n", some.Select((expression, index) => $"s{index} = {expression};"));
            Meaning.Check($$"""
                private double Direction(double gradient, double parameter, {{states}})
                {
                    {{stores}}
                    return 0;
                }
                """, hyperparameters);
        }
    }
}
