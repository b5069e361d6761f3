using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Fuzzing.Interpretation;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Fuzzing.Running;

/// <summary>Rules that are compiled together, because one compilation costs as much as many rules in it.</summary>
/// <param name="calculate">What computes in the interpretation.</param>
internal sealed class RuleBatch(Func<TensorArithmetic, Calculator> calculate)
{
    /// <summary>Other tests look at documentation and nullability; most of a compilation's time would go there.</summary>
    public static CSharpParseOptions ParseOptions { get; } = TestCompilation.ParseOptions
        .WithDocumentationMode(DocumentationMode.None)
        .WithFeatures([new("run-nullable-analysis", "never")]);

    public FuzzingReport Report { get; } = new();

    /// <summary>Compiles and compares the rules; each that fails is in the report.</summary>
    public void Check(IReadOnlyList<RandomRule> rules)
    {
        if (rules.Count == 0)
            return;
        var compilation = TestCompilation.Create([])
            .RemoveAllSyntaxTrees()
            .AddSyntaxTrees(rules.Select(rule => CSharpSyntaxTree.ParseText(rule.Source, ParseOptions, rule.Name)))
            .AddSyntaxTrees(CSharpSyntaxTree.ParseText("global using System;", ParseOptions));
        var driver = GeneratorHarness.CreateDriver().WithUpdatedParseOptions(ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        if (driver.GetRunResult().Results[0].Exception is { } exception)
        {
            Divide(rules, exception.GetType().Name, $"The generator threw: {exception}");
            return;
        }

        // No refusal is expected; the rules that were not refused are compiled without the others.
        var refused = rules.Where(rule => IsRefused(rule, (CSharpCompilation)output, diagnostics)).ToHashSet();
        if (refused.Count > 0)
        {
            Check([.. rules.Where(rule => !refused.Contains(rule))]);
            return;
        }

        using var image = new MemoryStream();
        var emitted = output.Emit(image);
        if (!emitted.Success)
        {
            var errors = emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
            Divide(rules, errors[0].Id, $"What is generated is not compiled: {string.Join("; ", errors.Take(3))}");
            return;
        }

        image.Position = 0;
        using var assembly = new CompiledAssembly(image);
        foreach (var rule in rules)
            Check(rule, compilation, assembly);
    }

    /// <summary>Finds the rule that does to a compilation what it should not.</summary>
    private void Divide(IReadOnlyList<RandomRule> rules, string kind, string message)
    {
        if (rules.Count == 1)
        {
            Report.Fail(rules[0], kind, message);
            return;
        }

        Check([.. rules.Take(rules.Count / 2)]);
        Check([.. rules.Skip(rules.Count / 2)]);
    }

    private bool IsRefused(RandomRule rule, CSharpCompilation output, IEnumerable<Diagnostic> diagnostics)
    {
        var tree = output.SyntaxTrees.First(tree => tree.FilePath == rule.Name);
        var errors = diagnostics.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == rule.Name)
            .Concat(output.GetSemanticModel(tree).GetDiagnostics())
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            Report.Fail(rule, errors[0].Id, $"It is refused: {string.Join("; ", errors.Take(3))}");
        return errors.Count > 0;
    }

    private void Check(RandomRule rule, CSharpCompilation compilation, CompiledAssembly assembly)
    {
        try
        {
            var compiled = assembly.Rule(rule.Name);
            var interpreter = new RuleInterpreter(compilation, rule.Name);
            if (ChooseVariant(rule, compiled, interpreter) is { } difference)
            {
                Report.Fail(rule, Failure.Difference, difference);
                return;
            }

            var trial = new Trial(compiled, interpreter, calculate);
            foreach (var scenario in Scenarios(rule.Seed, interpreter.Measures, compiled.Schema.UsesView))
            {
                if (trial.FindDifference(scenario) is not { } found)
                    continue;
                Report.Fail(rule, Failure.Difference, found);
                return;
            }

            Report.Pass(rule, trial);
        }
        catch (Exception exception)
        {
            Report.Fail(rule, exception.GetType().Name, exception.ToString());
        }
    }

    /// <summary>Sets a choice of each structural hyperparameter; gives a default that differs.</summary>
    private static string? ChooseVariant(RandomRule rule, IUpdateRule compiled, RuleInterpreter interpreter)
    {
        var random = new Random(rule.Seed);
        foreach (var schema in compiled.Schema.Hyperparameters)
        {
            if (double.IsNaN(schema.Default))
            {
                // It has no default, and must be set.
                compiled.SetHyperparameter(schema.Name, 0.75);
                interpreter.Set(schema.Name, 0.75);
            }

            var expected = interpreter.Hyperparameters[schema.Name].Number;
            if (!Bits.Same(compiled.GetHyperparameter(schema.Name), expected))
                return $"{schema.Name} is {compiled.GetHyperparameter(schema.Name):R} unasked, expected {expected:R}";
            if (schema.Choices.Count == 0)
                continue;
            var choice = schema.Choices[random.Next(schema.Choices.Count)].Value;
            compiled.SetHyperparameter(schema.Name, choice);
            interpreter.Set(schema.Name, choice);
        }

        return null;
    }

    private static IEnumerable<Scenario> Scenarios(int seed, bool measures, bool usesView)
    {
        var random = new Random(seed);
        foreach (var isSingle in (bool[])[true, false])
        {
            if (usesView)
            {
                yield return OfView(isSingle, hasEdges: true);
                yield return OfView(isSingle, hasEdges: false);
                continue;
            }

            yield return new(isSingle, HasEdges: true, random.Next(68), random.Next(1000));
            yield return new(isSingle, HasEdges: false, measures || random.Next(4) == 0 ? 1025 + random.Next(70) : random.Next(68), random.Next(1000));
        }

        Scenario OfView(bool isSingle, bool hasEdges)
        {
            var view = RandomViews.Draw(random);
            return new(isSingle, hasEdges, (int)view.Count, random.Next(1000)) { View = view };
        }
    }
}
