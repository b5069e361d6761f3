using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>A mistake is told once: what is made of something refused is not refused again.</summary>
public sealed class CascadeTests
{
    [Theory]
    [InlineData("FOPT020", "double gradient", "float kept = 0.5f; return (1 - kept) * gradient + kept;")]
    [InlineData("FOPT006", "double gradient, int steps", "return gradient / (1 - Math.Pow(0.9, steps));")]
    [InlineData("FOPT006", "double gradient, double learningRate", "return gradient / (1 - Math.Pow(learningRate, 2));")]
    [InlineData("FOPT021", "double gradient", "var random = new Random(1); return gradient * random.NextDouble();")]
    [InlineData("FOPT020", "float gradient", "var twice = 2 * gradient; return twice + gradient;")]
    [InlineData("FOPT021", "double gradient", "decimal x = 1; return gradient * (double)(x + x);")]
    [InlineData("FOPT021", "double gradient, long rows", "return gradient * (2 * rows + 1);")]
    public void OneMistakeIsToldOnce(string id, string parameters, string body)
    {
        var run = GeneratorHarness.Run($$"""
            using System;
            using FusedOptim;

            [UpdateRule]
            internal sealed partial record Rule(double LearningRate = 1e-3)
            {
                private static double Direction({{parameters}}) { {{body}} }
            }
            """);
        // A literal like 0.5f is a mistake of its own beside the float that it is assigned to.
        Assert.Equal([id], run.Refusals.Select(refusal => refusal.Id).Distinct());
        Assert.InRange(run.Refusals.Length, 1, body.Contains("0.5f", StringComparison.Ordinal) ? 2 : 1);
    }
}
