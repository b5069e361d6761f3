using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>Statements that are too long for a line are broken between operators, never inside of one.</summary>
public class LongLineTests
{
    [Theory]
    [InlineData("<=")]
    [InlineData(">=")]
    [InlineData("<")]
    [InlineData("==")]
    [InlineData("!=")]
    public void ALongConditionOfStepConstantsCompiles(string comparison)
    {
        // One of these lengths puts the end of the line behind the first character of the operator.
        for (var length = 20; length < 60; length++)
        {
            var name = "Limit" + new string('x', length);
            GeneratorHarness.Run(
                $$"""
                using FusedOptim;

                namespace UserProject;

                [UpdateRule]
                public sealed partial record Rule(double LearningRate = 0.1, double {{name}} = 2)
                {
                    private double Direction(double gradient, int step) =>
                        (1.0 == step ? step {{comparison}} {{name}} : {{name}} {{comparison}} step) ? gradient : 2 * gradient;
                }
                """).AssertClean();
        }
    }
}
