using FusedOptim.Generator.Diagnostics;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Documentation.Tests;

/// <summary>The pages of docs/diagnostics say what the compiler does: their examples are compiled here.</summary>
public sealed class DiagnosticPageTests
{
    public static TheoryData<string> Ids => [.. DiagnosticPage.Ids.Except(DiagnosticPage.BuildIds)];

    public static TheoryData<string> IdsWithExamples =>
        [.. DiagnosticPage.Ids.Where(id => DiagnosticPage.Read(id).Failing is not null)];

    [Fact]
    public void EveryDiagnosticHasAPageAndEveryPageADiagnostic() =>
        Assert.Equal(Descriptors.ById.Keys.Union(DiagnosticPage.BuildIds).Order(StringComparer.Ordinal), DiagnosticPage.Ids);

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheHelpLinkLeadsToThePage(string id)
    {
        var link = Descriptors.ById[id].HelpLinkUri;
        Assert.True(Uri.TryCreate(link, UriKind.Absolute, out var address), link);
        var path = address.AbsolutePath[address.AbsolutePath.IndexOf("/docs/", StringComparison.Ordinal)..];
        Assert.Equal($"/docs/diagnostics/{id}.md", path);
        Assert.True(File.Exists(Repository.PathOf(path.Split('/', StringSplitOptions.RemoveEmptyEntries))), path);
    }

    [Fact]
    public void EveryDescriptorHasAHelpLinkOfItsOwn() =>
        Assert.Equal(Descriptors.ById.Count, Descriptors.ById.Values.Select(descriptor => descriptor.HelpLinkUri).Distinct().Count());

    [Fact]
    public void TheIndexListsEveryPage()
    {
        var index = File.ReadAllLines(Path.Combine(DiagnosticPage.Folder, "README.md"));
        var expected = DiagnosticPage.Ids.Select(id =>
            $"| [{id}]({id}.md) | {DiagnosticPage.Read(id).Heading[$"# {id}: ".Length..]} |");
        Assert.Equal(expected, index.Where(line => line.StartsWith("| [", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePageHasTheTitle(string id) =>
        Assert.Equal($"# {id}: {Descriptors.ById[id].Title}", DiagnosticPage.Read(id).Heading);

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void TheFailingExampleGivesExactlyTheDiagnostic(string id)
    {
        var page = DiagnosticPage.Read(id);
        var run = GeneratorHarness.Run(page.Failing!);
        // Hints to what could be better are in place beside a mistake.
        var reported = run.Reported(DiagnosticSeverity.Info)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || diagnostic.Id == id).ToList();
        Assert.All(reported, diagnostic => Assert.Equal(id, diagnostic.Id));
        Assert.Equal(page.FailingLines, reported.Select(diagnostic => diagnostic.Location.GetLineSpan().StartLinePosition.Line));
        Assert.NotEmpty(reported);
        // The user reads one complaint, not also what the compiler makes of it; but for the one that needs explaining.
        Assert.Empty(run.CompilerDiagnostics.Where(diagnostic => (id, diagnostic.Id) != ("FOPT041", "CS0616")));
    }

    [Theory]
    [MemberData(nameof(IdsWithExamples))]
    public void TheMendedExampleCompilesAndRuns(string id)
    {
        var run = GeneratorHarness.RunClean(DiagnosticPage.Read(id).Mended!);
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning || diagnostic.Id == id);
        using var assembly = run.Load();
        if (run.Sources.Any(static source => source.HintName.EndsWith(".Function.g.cs", StringComparison.Ordinal)))
            assembly.Function().Verify(Inputs.OfLengths(3, 67));
        else
            RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(3, 67));
    }
}
