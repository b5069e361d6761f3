using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Benchmarks;

/// <summary>The generator after an edit of a file without rules.</summary>
internal sealed class EditCandidate : ICandidate
{
    private readonly CSharpCompilation _project;
    private readonly GeneratorDriver _before;
    private int _edits;

    public EditCandidate(CSharpCompilation project, GeneratorDriver before) => (_project, _before) = (project, before);

    public string Name => "after an edit elsewhere";

    /// <summary>The outputs of the last run that were computed again.</summary>
    public int Regenerated { get; private set; }

    public void Step()
    {
        var edited = _project.AddSyntaxTrees(RuleProject.Parse($"internal static class Edit{++_edits};", "Edit.cs"));
        var result = _before.RunGenerators(edited).GetRunResult().Results[0];
        Regenerated = result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs)
            .Count(output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }
}
