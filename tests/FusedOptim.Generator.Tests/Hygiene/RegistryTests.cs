using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>The generated list of an assembly's rules, and the class of the names of a rule's hyperparameters.</summary>
[Trait("Kind", "Generator")]
public sealed class RegistryTests
{
    private const string Rule = "private double Direction(double gradient) => gradient;";

    [Fact]
    public void TheListIsInTheOrderOfFullNamesAndLeavesOutWhatIsRefused()
    {
        var run = GeneratorHarness.Run($$"""
            using FusedOptim;
            namespace B { [UpdateRule] public sealed partial record A(double LearningRate = 1) { {{Rule}} } }
            namespace A { [UpdateRule] internal sealed partial record Z(double LearningRate = 1) { {{Rule}} } }
            namespace A { [UpdateRule] public sealed partial record a(double LearningRate = 1) { {{Rule}} } }
            namespace @class { [UpdateRule] public sealed partial record @event(double LearningRate = 1, int @int = 2, bool @bool = true) { {{Rule}} } }
            namespace A { [UpdateRule] public sealed partial record Refused(float LearningRate = 1) { {{Rule}} } }
            """);
        var text = Registry(run)!;
        Assert.Equal(["A.Z", "A.a", "B.A", "class.event"], text.Split("UpdateRuleDescription(\"").Skip(1).Select(part => part.Split('"')[0]));
        Assert.Empty(run.Output.GetDiagnostics().Where(diagnostic => !diagnostic.IsSuppressed &&
            diagnostic.Location.SourceTree?.FilePath.EndsWith(RegistryWriter.FileName, StringComparison.Ordinal) == true).Select(diagnostic => diagnostic.ToString()));
    }

    [Fact]
    public void AProjectWithoutARuleHasNoList() => Assert.Null(Registry(GeneratorHarness.Run("public class Nothing;")));

    [Theory]
    [InlineData("public required int Extra { get; init; }", "")]
    [InlineData("", "[Obsolete(\"Gone.\", true)] ")]
    public void ARuleThatNoOtherCodeCanCreateIsNotListed(string member, string attribute)
    {
        var run = GeneratorHarness.Run($$"""
            using System;
            using FusedOptim;
            [UpdateRule] public sealed partial record Listed(double LearningRate = 1) { {{Rule}} }
            {{attribute}}[UpdateRule] public sealed partial record Unlisted(double LearningRate = 1) { {{Rule}} {{member}} }
            """);
        Assert.Empty(run.CompilerDiagnostics);
        Assert.Contains("\"Listed\"", Registry(run), StringComparison.Ordinal);
        Assert.DoesNotContain("\"Unlisted\"", Registry(run), StringComparison.Ordinal);
    }

    [Fact]
    public void TheCodeOfARuleDoesNotReferToTheList() => Assert.All(
        GeneratorHarness.Run($"using FusedOptim; [UpdateRule] public sealed partial record Rule(double LearningRate = 1) {{ {Rule} }}").Sources
            .Where(source => source.HintName != RegistryWriter.FileName),
        source => Assert.DoesNotContain("AssemblyRules", source.SourceText.ToString(), StringComparison.Ordinal));

    [Fact]
    public void NothingRunsWhenAnAssemblyIsLoaded() => Assert.DoesNotContain(
        GeneratorHarness.Run($"using FusedOptim; [UpdateRule] public sealed partial record Rule(double LearningRate = 1) {{ {Rule} }}").Sources,
        source => source.SourceText.ToString().Contains("ModuleInitializer", StringComparison.Ordinal));

    [Theory]
    [InlineData("double LearningRate = 1, double Names = 1", Rule)]
    [InlineData("double LearningRate = 1", Rule + " private static class Names;")]
    [InlineData("double LearningRate = 1", Rule + " private static int Names => 1;")]
    [InlineData("double LearningRate = 1", "private double Direction(double gradient) => gradient * Outside.Names.Factor;")]
    public void ARecordThatUsesTheNameItselfDoesNotGetTheClass(string hyperparameters, string members)
    {
        var run = GeneratorHarness.Run($$"""
            using FusedOptim;
            [UpdateRule] public sealed partial record Rule({{hyperparameters}}) { {{members}} }
            namespace Outside { public static class Names { public const double Factor = 2; } }
            """);
        Assert.Empty(run.Refusals.Select(refusal => refusal.ToString()));
        Assert.Empty(run.CompilerDiagnostics);
        Assert.DoesNotContain(run.Sources, source => source.SourceText.ToString().Contains("public static class Names", StringComparison.Ordinal));
    }

    [Fact]
    public void NamesHasThoseOfModifiersAlsoAndKeywords()
    {
        var run = GeneratorHarness.Run($$"""
            using FusedOptim;
            [UpdateRule, WeightDecay] public sealed partial record Rule(double LearningRate = 1, double @class = 1) { {{Rule}} }
            public static class Use { public const string All = Rule.Names.LearningRate + Rule.Names.@class + Rule.Names.WeightDecay; }
            """);
        Assert.Empty(run.CompilerDiagnostics);
        using var assembly = run.Load();
    }

    private static string? Registry(GeneratorRun run) => run.Sources
        .Where(source => source.HintName == RegistryWriter.FileName).Select(source => source.SourceText.ToString()).FirstOrDefault();
}
