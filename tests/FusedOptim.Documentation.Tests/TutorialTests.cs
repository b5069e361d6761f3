using System.Globalization;
using System.Text.RegularExpressions;
using FusedOptim.Training;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>docs/declaring-a-rule.md: its rules print what it says they print, and the rest of its code is a program.</summary>
public sealed partial class TutorialTests
{
    private static readonly string s_path = Repository.PathOf("docs", "declaring-a-rule.md");

    [Fact]
    public void TheMessagesAreThoseOfTheCompiler()
    {
        var text = File.ReadAllText(s_path).ReplaceLineEndings("\n");
        var mistakes = 0;
        var expected = RuleAndMessages().Replace(text, match =>
        {
            mistakes++;
            return $"```csharp\n{match.Groups["rule"].Value}```\n\n```text\n{Printed(match.Groups["rule"].Value)}```";
        });
        if (Environment.GetEnvironmentVariable("FUSEDOPTIM_ACCEPT_SNAPSHOTS") == "1")
            File.WriteAllText(s_path, expected);
        Assert.Equal(expected, File.ReadAllText(s_path).ReplaceLineEndings("\n"));
        Assert.Equal(5, mistakes);
    }

    [Fact]
    public void TheRuleAndItsUsesAreAProgram()
    {
        var page = new DocumentationPage("docs/declaring-a-rule.md");
        var project = TestCompilation.Create([.. page.Rules.TakeLast(4), page.SourceFiles[^1]]);
        var run = GeneratorHarness.Run(project
            .WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication))
            .AddReferences(MetadataReference.CreateFromFile(typeof(Trainer).Assembly.Location))
            .AddReferences(MetadataReference.CreateFromFile(typeof(RuleTest).Assembly.Location)));
        run.AssertClean();
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Info);
        var kernel = run.Sources.Single(source => source.HintName.Contains("SteadyAdam.Kernels", StringComparison.Ordinal)).SourceText.ToString();
        var quoted = Assert.Single(page.Blocks("cs"));
        Assert.StartsWith("for (var i = start; i < end; i += L.Count)", quoted);
        Assert.Contains(DocumentationPage.Unindented(quoted), DocumentationPage.Unindented(kernel));
    }

    private static string Printed(string rule) => string.Concat(
        GeneratorHarness.Run(rule).Reported(DiagnosticSeverity.Warning).Select(diagnostic =>
        {
            var place = diagnostic.Location.GetLineSpan().StartLinePosition;
            return string.Create(CultureInfo.InvariantCulture,
                $"SteadyAdam.cs({place.Line + 1},{place.Character + 1}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
        }));

    [GeneratedRegex(@"```csharp\n(?<rule>(?:(?!```).)*)```\n\n```text\n(?:(?!```).)*```", RegexOptions.Singleline)]
    private static partial Regex RuleAndMessages();
}
