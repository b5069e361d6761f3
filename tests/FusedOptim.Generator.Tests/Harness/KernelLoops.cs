using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>The loops of generated kernels, without what is the same around each of them.</summary>
internal static class KernelLoops
{
    /// <summary>
    /// The body of one method of each kernel: of floats where the precisions differ, one element at a time where each width has a loop of
    /// its own. Strict kernels are left out where there are others.
    /// </summary>
    public static string Of(GeneratorRun run)
    {
        var kernels = run.Sources.Select(source => CSharpSyntaxTree.ParseText(source.SourceText, TestCompilation.ParseOptions).GetRoot())
            .SelectMany(root => root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Where(type => type.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString()
                .StartsWith("FusedOptim.Generated.", StringComparison.Ordinal) == true)
            .Where(type => !type.Identifier.Text.EndsWith("OfDouble", StringComparison.Ordinal))
            .Select(type => (type.Identifier.Text, Body: LoopOf(type)))
            .Where(kernel => kernel.Body is not null).ToList();
        var rewritten = kernels.Where(kernel => !kernel.Text.Contains("Strict", StringComparison.Ordinal)).ToList();
        return string.Join('\n', (rewritten.Count > 0 ? rewritten : kernels)
            .Select(kernel => $"// {kernel.Text}\n{Unindented(kernel.Body!)}\n"));
    }

    private static string? LoopOf(TypeDeclarationSyntax type) => type.Members.OfType<MethodDeclarationSyntax>()
        .LastOrDefault(method => method.Body?.DescendantNodes().OfType<ForStatementSyntax>().Any() == true)?.Body!.ToFullString();

    // The statements of a block, as far left as they can be.
    private static string Unindented(string block)
    {
        var lines = block.ReplaceLineEndings("\n").Split('\n');
        var inside = lines[(Array.FindIndex(lines, line => line.Trim() == "{") + 1)..Array.FindLastIndex(lines, line => line.Trim() == "}")];
        var indentation = inside.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', inside.Select(line => line.Length > 0 ? line[indentation..] : line));
    }
}
