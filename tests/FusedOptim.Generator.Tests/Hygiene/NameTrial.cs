using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Hygiene;

/// <summary>
/// Names in one role of a project. C# refuses some of them in that role, and the generator may, at the name; all others must
/// compile, without a warning in generated code.
/// </summary>
internal static class NameTrial
{
    /// <summary>Compiles projects with a number of names each, less those that are refused.</summary>
    /// <param name="names">The names.</param>
    /// <param name="count">How many names a project has at most.</param>
    /// <param name="project">The source of a project with names.</param>
    /// <returns>The names that were refused.</returns>
    public static IReadOnlyList<string> Check(
        IReadOnlyList<string> names, int count, Func<IReadOnlyList<string>, string> project)
    {
        var refused = new List<string>();
        foreach (var chunk in names.Chunk(count))
        {
            IReadOnlyList<string> rest = chunk;
            while (rest.Count > 0)
            {
                var run = GeneratorHarness.Run(TestCompilation.Create().RemoveAllSyntaxTrees().AddSyntaxTrees(
                    TestCompilation.Parse(project(rest), "Source0.cs")));
                var unlucky = Refused(run, rest);
                if (unlucky.Count == 0)
                {
                    AssertClean(run);
                    break;
                }

                refused.AddRange(unlucky);
                rest = [.. rest.Except(unlucky)];
            }
        }

        return refused;
    }

    private static IReadOnlyList<string> Refused(GeneratorRun run, IReadOnlyList<string> names)
    {
        // What the generator refuses leaves errors where the rule is used, and nothing else to look at.
        var complaints = run.Refusals.IsEmpty
            ? run.Output.GetDiagnostics().Where(diagnostic =>
                diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Location.SourceTree?.FilePath == "Source0.cs")
            : run.Refusals;
        var unlucky = new HashSet<string>(StringComparer.Ordinal);
        foreach (var complaint in complaints)
        {
            Assert.Equal("Source0.cs", complaint.Location.SourceTree?.FilePath);
            var line = complaint.Location.SourceTree!.GetText().Lines.GetLineFromPosition(complaint.Location.SourceSpan.Start);
            // Each line of a project has one name of the trial at most.
            // 'class' is a name of trials, and a keyword of most lines.
            var tokens = complaint.Location.SourceTree.GetRoot().DescendantTokens(line.Span)
                .Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
            var found = names.FirstOrDefault(tokens.Contains);
            Assert.True(found is not null, $"{complaint} is about no name of the trial: {line}");
            unlucky.Add(found);
        }

        return [.. unlucky];
    }

    private static void AssertClean(GeneratorRun run)
    {
        var complaints = run.Output.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed &&
                diagnostic.Location.SourceTree?.FilePath != "Source0.cs")
            .Select(diagnostic => $"{diagnostic}: {diagnostic.Location.SourceTree?.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start)}")
            .ToList();
        Assert.True(complaints.Count == 0, $"{complaints.Count} complaints:\n{string.Join("\n", complaints.Take(20))}");
        Assert.NotEmpty(run.Sources);
    }
}
