using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Compiles small rules and compares what the kernels compute with what C# computes.</summary>
internal static class Meaning
{
    /// <summary>Hyperparameters that bodies may use; values whose products and quotients round.</summary>
    public const string Hyperparameters = "double LearningRate = 0.1, double A = 0.9, double B = 2.5, int N = 3";

    /// <summary>Checks a strict rule with the given members against its own method, bit for bit.</summary>
    /// <param name="members">The body of the record: the method and what it uses.</param>
    /// <param name="hyperparameters">The positional parameters of the record.</param>
    /// <param name="steps">The steps to take.</param>
    public static void Check(string members, string hyperparameters = Hyperparameters, int[]? steps = null)
    {
        using var assembly = GeneratorHarness.RunClean(Rule(members, hyperparameters)).Load();
        RuleTest.Verify(assembly.Rule(), steps is null ? Inputs.AllLengths : Inputs.AllLengths with { Steps = steps });
    }

    /// <summary>The source of a strict rule.</summary>
    public static string Rule(string members, string hyperparameters = Hyperparameters) =>
        $$"""
        using System.ComponentModel.DataAnnotations;
        using FusedOptim;

        namespace UserProject;

        /// <summary>A rule.</summary>
        [UpdateRule(FloatMode = FloatMode.Strict)]
        public sealed partial record Rule({{hyperparameters}})
        {
        {{members}}
        }
        """;
}
