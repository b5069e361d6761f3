using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Benchmarks;

/// <summary>The compiler on a project, from its syntax trees to an assembly in memory.</summary>
internal sealed class CompilerCandidate(string name, CSharpCompilation project) : ICandidate
{
    public string Name => name;

    public void Step()
    {
        var result = project.Clone().Emit(new MemoryStream());
        if (!result.Success)
            throw new InvalidOperationException($"{name}: {result.Diagnostics.First(diagnostic => diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error)}");
    }
}
