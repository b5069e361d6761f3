using FusedOptim.Generator.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator.Declarations;

/// <summary>A diagnostic as plain data: locations and descriptors of the compiler would keep its trees alive.</summary>
internal sealed record DiagnosticModel(string Id, LocationModel Location, EquatableArray<string> Arguments)
{
    public Diagnostic ToDiagnostic(Compilation compilation) => Diagnostic.Create(
        Diagnostics.Descriptors.ById[Id], Location.ToLocation(compilation), [.. Arguments]);
}

internal readonly record struct LocationModel(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationModel Of(Location location) => location.SourceTree is { } tree
        ? new(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
        : default;

    /// <summary>The place in its tree, so that '#pragma warning disable' and .editorconfig have a say.</summary>
    public Location ToLocation(Compilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.FilePath == Path && Span.End <= tree.Length)
                return Location.Create(tree, Span);
        }

        return Path is null ? Location.None : Location.Create(Path, Span, Lines);
    }
}
