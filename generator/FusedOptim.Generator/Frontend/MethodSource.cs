using FusedOptim.Generator.Collections;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The text of a method, for readers of the code that is generated from it: without comments and in one format, so that an edit of those
/// changes nothing.
/// </summary>
internal static class MethodSource
{
    // Longer ones are not repeated.
    private const int MostLines = 40;

    // All that ends a line, and a comment, in C#.
    private static readonly string[] LineEnds = ["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"];

    /// <summary>The lines of a method; none where there are too many.</summary>
    public static EquatableArray<string> Of(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } syntax)
            return EquatableArray<string>.Empty;
        var lines = syntax.ReplaceTrivia(syntax.DescendantTrivia(), static (_, _) => default)
            .NormalizeWhitespace(eol: "\n").ToString().Split(LineEnds, StringSplitOptions.None);
        return lines.Length > MostLines ? EquatableArray<string>.Empty : lines.ToEquatableArray();
    }
}
