using System.Text;
using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator;

/// <summary>The pipeline of a generator: from types with an attribute through their models to generated files.</summary>
/// <typeparam name="TDeclaration">The model of a declaration.</typeparam>
internal static class DeclarationPipeline<TDeclaration>
    where TDeclaration : DeclarationModel
{
    /// <summary>The encoding of generated files.</summary>
    public static readonly Encoding WithoutMark = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Registers what is generated for each declaration.</summary>
    /// <returns>The declarations; null for one that is refused.</returns>
    public static IncrementalValuesProvider<TDeclaration?> Register(
        IncrementalGeneratorInitializationContext context,
        string attribute,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, DeclarationResult<TDeclaration>> read,
        Func<TDeclaration, bool, IEnumerable<GeneratedSource>> emit)
    {
        var results = context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, static (node, _) => node is TypeDeclarationSyntax, read)
            .WithTrackingName(TrackingNames.Results);

        // At every step there is one entry a declaration, a refused one too. Where an entry comes to nothing (by Where, or by
        // SelectMany of none), the compiler's tables lose one that comes after it when the next edit is made.
        //
        // Positions change with every edit above a declaration; kept apart, they do not touch the generated code.
        var diagnostics = results
            .Select(static (result, _) => result.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(diagnostics.Combine(context.CompilationProvider), static (output, pair) =>
        {
            foreach (var diagnostic in pair.Left)
                output.ReportDiagnostic(diagnostic.ToDiagnostic(pair.Right));
        });

        var unread = results
            .Select(static (result, _) => result.Unread)
            .Collect()
            .Select(static (declarations, _) => declarations.OfType<UnreadModel>().ToEquatableArray())
            .WithTrackingName(TrackingNames.Unread);
        context.RegisterSourceOutput(unread, static (output, declarations) =>
        {
            if (declarations.Count > 0)
                output.AddSource(UnresolvedNames.FileName, SourceText.From(UnresolvedNames.Write(declarations), WithoutMark));
        });

        var declarations = results
            .Select(static (result, _) => result.Declaration)
            .WithTrackingName(TrackingNames.Declarations);

        // Names of files ignore case; names of types do not.
        var collisions = declarations
            .Select(static (declaration, _) => declaration?.FullName)
            .Collect()
            .Select(static (names, _) => names
                .OfType<string>()
                .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
                .SelectMany(static group => group.Skip(1))
                .ToEquatableArray())
            .WithTrackingName(TrackingNames.Collisions);

        var isOptimized = context.CompilationProvider
            .Select(static (compilation, _) => compilation.Options.OptimizationLevel == OptimizationLevel.Release);

        var sources = declarations
            .Combine(collisions)
            .Combine(isOptimized)
            .Select((pair, _) => pair.Left.Left is { } declaration
                ? Sources(declaration, declaration => emit(declaration, pair.Right), pair.Left.Right).ToEquatableArray()
                : EquatableArray<GeneratedSource>.Empty)
            .WithTrackingName(TrackingNames.Sources);
        context.RegisterSourceOutput(sources, static (output, files) =>
        {
            foreach (var source in files)
                output.AddSource(source.Part, SourceText.From(source.Text, WithoutMark));
        });
        return declarations;
    }

    private static IEnumerable<GeneratedSource> Sources(
        TDeclaration declaration, Func<TDeclaration, IEnumerable<GeneratedSource>> emit, EquatableArray<string> collisions)
    {
        var name = declaration.FullName;
        for (var index = 0; index < collisions.Count; index++)
        {
            if (collisions[index] == declaration.FullName)
                name += $"-{index + 2}";
        }

        return emit(declaration).Select(source => source with { Part = $"{name}.{source.Part}.g.cs" });
    }
}
