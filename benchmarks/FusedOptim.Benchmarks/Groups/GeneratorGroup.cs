using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Benchmarks;

/// <summary>What rules cost a build: the generator, and the compiler on what it emits.</summary>
internal static class GeneratorGroup
{
    private const int Fifty = 50;
    private const double Millisecond = 1e6;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);

    public static RatioGroup Group { get; } = new(
        "generator", "a warm compiler on the shipped rules, each alone and fifty in one project", Run);

    private static GroupResult Run()
    {
        var alone = InterleavedTiming.Measure(
            [.. RuleProject.Rules.Select(rule => new GeneratorCandidate(rule["Rules/".Length..], RuleProject.Create([rule])))],
            Millisecond, Budget);
        var slowest = alone.MaxBy(timing => timing.Quartiles.Median)!;

        var project = RuleProject.Create([.. Enumerable.Range(0, Fifty).Select(index => RuleProject.Rules[index % RuleProject.Rules.Count])]);
        var driver = RuleProject.CreateDriver().RunGeneratorsAndUpdateCompilation(project, out var output, out _);
        var edit = new EditCandidate(project, driver);
        var together = InterleavedTiming.Measure(
            [
                new GeneratorCandidate("generator", project),
                edit,
                new CompilerCandidate("compiler, rules alone", project),
                new CompilerCandidate("compiler, rules and generated code", (CSharpCompilation)output),
            ],
            Millisecond, Budget);
        var lines = driver.GetRunResult().GeneratedTrees.Sum(tree => tree.GetText().Lines.Count);
        return new GroupResult(
        [
            new RatioRow("generator-median-rule", Quartiles.Of(alone.Select(timing => timing.Quartiles.Median)), "ms") { AtMost = 2 },
            new RatioRow("generator-slowest-rule", slowest.Quartiles, "ms"),
            new RatioRow("generator-50-rules", together[0].Quartiles, "ms") { AtMost = 300 },
            new RatioRow("generator-50-rules-regenerated-by-an-edit-elsewhere", Quartiles.Exactly(edit.Regenerated), "outputs") { AtMost = 0 },
            new RatioRow("generator-50-rules-edit-elsewhere", together[1].Quartiles, "ms"),
            new RatioRow("compiler-50-rules", together[2].Quartiles, "ms"),
            new RatioRow("compiler-50-rules-with-generated-code", together[3].Quartiles, "ms"),
            new RatioRow("compiler-50-rules-generated-lines", Quartiles.Exactly(lines), "lines"),
        ])
        {
            Timings = [("ms, fifty rules", together)],
            Notes = [$"the slowest rule is {slowest.Name}"],
        };
    }
}
