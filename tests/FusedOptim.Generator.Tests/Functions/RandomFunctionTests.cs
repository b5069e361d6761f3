using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Functions;

/// <summary>
/// Random formulas: kernels against the method, derivatives against central differences of it. Numbers are small, so that
/// differences are of some accuracy.
/// </summary>
public sealed class RandomFunctionTests
{
    private const int Count = 30;

    private static readonly VerifyOptions s_options = new() { Lengths = [1, 35], LargestOffset = 1 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomFormulas(int seed)
    {
        var random = new Random(seed);
        var formulas = Enumerable.Range(0, Count).Select(_ => Value(random, 4)).ToList();
        using var assembly = GeneratorHarness.Run(formulas.Select(Source)).Load();
        for (var index = 0; index < Count; index++)
        {
            try
            {
                assembly.Function($"UserProject.Function{index}").Verify(s_options);
            }
            catch (FunctionVerificationException exception)
            {
                Assert.Fail($"{formulas[index]}{Environment.NewLine}{exception.Message}");
            }
        }
    }

    private static string Source(string formula, int index) => FunctionSources
        .Declare($"private double Value(double x, double y) => {formula};", "double A = 0.7, double B = -1.3, int N = 3")
        .Replace("record Function", $"record Function{index}", StringComparison.Ordinal);

    private static string Value(Random random, int depth)
    {
        string Inner() => Value(random, depth - 1);
        return depth == 0 ? Leaf(random) : random.Next(26) switch
        {
            0 or 1 => $"({Inner()} + {Inner()})",
            2 => $"({Inner()} - {Inner()})",
            3 or 4 => $"({Inner()} * {Inner()})",
            5 or 6 => $"({Inner()} / (1.5 + Elementwise.Square({Inner()})))",
            7 => $"(1 / {Inner()})",
            8 => $"(- {Inner()})",
            9 => $"Elementwise.Tanh({Inner()})",
            10 => $"Elementwise.Logistic({Inner()})",
            11 => $"Elementwise.Exp(-Math.Abs({Inner()}))",
            12 => $"Elementwise.Log(0.5 + Math.Abs({Inner()}))",
            13 => $"Math.Sqrt(Math.Abs({Inner()}) + 0.25)",
            14 => $"Elementwise.Pow(Math.Abs({Inner()}), {(random.Next(2) == 0 ? "1.7" : "N")})",
            15 => $"Elementwise.Pow(0.5 + Elementwise.Logistic({Inner()}), Elementwise.Tanh({Inner()}))",
            16 => $"Math.{(random.Next(2) == 0 ? "Max" : "Min")}({Inner()}, {Inner()})",
            17 => $"({Inner()} < {Inner()} ? {Inner()} : {Inner()})",
            18 => $"Math.CopySign({Inner()}, {Inner()})",
            19 => $"Math.FusedMultiplyAdd({Inner()}, {Inner()}, {Inner()})",
            20 => $"Math.Clamp({Inner()}, B, A)",
            21 => $"Elementwise.Softplus({Inner()})",
            22 => $"Elementwise.Erf({Inner()})",
            23 => $"Elementwise.Cbrt(0.5 + Math.Abs({Inner()}))",
            24 => $"Elementwise.Atan2({Inner()}, 0.5 + Math.Abs({Inner()}))",
            _ => $"({Inner()} * Math.Floor({Inner()}))",
        };
    }

    private static string Leaf(Random random) => random.Next(8) switch
    {
        0 => "y",
        1 => "A",
        2 => "B",
        3 => random.Next(2) == 0 ? "0.5" : "2.0",
        _ => "x",
    };
}
