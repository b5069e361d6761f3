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

    [Fact]
    public void EveryFunction()
    {
        // One rule for all, with a state for each: the same checks at a fraction of the compilations.
        foreach (var some in s_expressions.Chunk(8))
        {
            var states = string.Join(", ", some.Select((_, index) => $"[State] ref double s{index}"));
            var stores = string.Join("\n", some.Select((expression, index) => $"s{index} = {expression};"));
            Meaning.Check($$"""
                private double Direction(double gradient, double parameter, {{states}})
                {
                    {{stores}}
                    return 0;
                }
                """);
        }
    }
}
