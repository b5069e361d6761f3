using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>What one run of the generator left.</summary>
/// <param name="Output">The user's compilation with the generated sources added.</param>
/// <param name="Sources">The generated sources.</param>
/// <param name="Diagnostics">What the generator and its analyzers reported.</param>
internal sealed record GeneratorRun(
    CSharpCompilation Output, ImmutableArray<GeneratedSourceResult> Sources, ImmutableArray<Diagnostic> Diagnostics)
{
    // 'x != x', which is how a rule asks for NaN; a hyperparameter called 'field'; what is obsolete; names in small letters; a type
    // in the place of another.
    private static readonly string[] s_ofTheProject = ["CS1718", "CS9258", "CS0612", "CS0618", "CS8981", "CS0436"];

    /// <summary>What the generator refuses, in the order of the places.</summary>
    public ImmutableArray<Diagnostic> Refusals => Reported(DiagnosticSeverity.Error);

    /// <summary>What the generator reports from a severity on, in the order of the places.</summary>
    public ImmutableArray<Diagnostic> Reported(DiagnosticSeverity severity) =>
    [
        .. Diagnostics.Where(diagnostic => diagnostic.Severity >= severity)
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id),
    ];

    /// <summary>
    /// Errors and warnings of the compiler. Documentation that the user's own declarations lack (CS1591) is not counted;
    /// what generated ones lack is.
    /// </summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics =>
    [
        .. Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning &&
            !diagnostic.IsSuppressed && !(diagnostic.Id == "CS1591" && !IsGenerated(diagnostic.Location.SourceTree))),
    ];

    /// <summary>
    /// Warnings that generated files switch off, but for those that come from what the project is like: nothing that is generated
    /// may need it.
    /// </summary>
    public ImmutableArray<Diagnostic> SwitchedOff =>
    [
        .. Output.GetDiagnostics().Where(diagnostic => diagnostic.IsSuppressed && diagnostic.Severity >= DiagnosticSeverity.Warning &&
            IsGenerated(diagnostic.Location.SourceTree) && !s_ofTheProject.Contains(diagnostic.Id)),
    ];

    /// <summary>The text of the only generated source.</summary>
    public string Source => Assert.Single(Sources).SourceText.ToString();

    /// <summary>Fails where the generator refuses something, or where the compiler complains about anything at all.</summary>
    public void AssertClean()
    {
        var complaints = Refusals.Concat(CompilerDiagnostics).Concat(SwitchedOff).ToList();
        if (complaints.Count != 0)
            Assert.Fail($"{complaints.Count} complaints about{Environment.NewLine}{Quote()}{Environment.NewLine}" +
                string.Join(Environment.NewLine, complaints.Select(Describe)));
    }

    /// <summary>Compiles and loads the assembly.</summary>
    public CompiledAssembly Load()
    {
        using var image = new MemoryStream();
        var result = Output.Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Describe)));
        image.Position = 0;
        return new CompiledAssembly(image);
    }

    private string Quote() => string.Join(Environment.NewLine, Output.SyntaxTrees
        .Where(tree => !IsGenerated(tree) && tree.FilePath.StartsWith("Source", StringComparison.Ordinal))
        .Select(tree => tree.ToString()));

    private static string Describe(Diagnostic diagnostic)
    {
        var line = diagnostic.Location.SourceTree?.GetText().Lines
            .GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString().Trim();
        return $"{diagnostic}{Environment.NewLine}    {line}";
    }

    private bool IsGenerated(SyntaxTree? tree) => Sources.Any(source => source.SyntaxTree == tree);
}
