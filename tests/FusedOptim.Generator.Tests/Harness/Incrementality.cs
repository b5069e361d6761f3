using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>What keeps an editor fast: nothing is computed again that did not change, and no old compilation is kept alive.</summary>
internal static class Incrementality
{
    /// <summary>The names of the pipeline's own steps, beside those that the compiler gives to its own.</summary>
    public static IReadOnlySet<string> OwnSteps { get; } = new HashSet<string>(
        typeof(UpdateRuleGenerator).Assembly.GetType("FusedOptim.Generator.TrackingNames", throwOnError: true)!
            .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(string)).Select(field => (string)field.GetValue(null)!));

    /// <summary>Runs once more over a clone, and once after an edit elsewhere: nothing may be new.</summary>
    public static void AssertCachedAfterUnrelatedEdits(GeneratorDriver driver, CSharpCompilation compilation)
    {
        AssertCached(driver.RunGenerators(compilation.Clone()).GetRunResult(), "a second run over the same source");
        var edited = compilation.AddSyntaxTrees(
            TestCompilation.Parse("// A comment.\ninternal static class Unrelated;", "Unrelated.cs"));
        AssertCached(driver.RunGenerators(edited).GetRunResult(), "an edit in another file");
    }

    /// <summary>Fails where an output, or a step of the pipeline's own, is anything but cached or unchanged.</summary>
    public static void AssertCached(GeneratorDriverRunResult result, string occasion)
    {
        GeneratorHarness.AssertNoException(result);
        var steps = result.Results.SelectMany(generator => generator.TrackedOutputSteps
            .Concat(generator.TrackedSteps.Where(step => OwnSteps.Contains(step.Key))));
        foreach (var (name, runs) in steps)
        {
            foreach (var (_, reason) in runs.SelectMany(run => run.Outputs).Where(output => !IsReport(output.Value)))
            {
                Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged,
                    $"After {occasion}, step '{name}' is {reason}; it must be cached or unchanged.");
            }
        }
    }

    /// <summary>
    /// Whether an output is diagnostics alone: those are reported again with each compilation, because their places are places
    /// of its trees. What they are made of is a step of its own.
    /// </summary>
    private static bool IsReport(object output) =>
        output is ITuple { Length: 2 } result && result[0] is IEnumerable sources && !sources.Cast<object>().Any();

    /// <summary>Fails where a value between the pipeline's own steps holds a symbol, a node or a compilation.</summary>
    public static void AssertHoldsNothingOfTheCompiler(GeneratorDriverRunResult result)
    {
        var values = result.Results.SelectMany(generator => generator.TrackedSteps).Where(step => OwnSteps.Contains(step.Key))
            .SelectMany(step => step.Value.SelectMany(run => run.Outputs.Select(output => (step.Key, output.Value))));
        foreach (var (name, value) in values)
            ObjectGraph.AssertHoldsNothingOfTheCompiler(value, $"step '{name}'");
    }
}
