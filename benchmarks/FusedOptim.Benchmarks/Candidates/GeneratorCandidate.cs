using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Benchmarks;

/// <summary>The generator on a project that it has not seen, in a warm process; the binding of what it looks at is part of it.</summary>
internal sealed class GeneratorCandidate(string name, CSharpCompilation project) : ICandidate
{
    public string Name => name;

    /// <summary>What the last run gave.</summary>
    public GeneratorDriver? Driver { get; private set; }

    public void Step() => Driver = RuleProject.CreateDriver().RunGenerators(project.Clone());
}
