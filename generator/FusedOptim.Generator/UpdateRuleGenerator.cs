using System.Text;
using FusedOptim.Generator.Emit;
using FusedOptim.Generator.Frontend;
using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FusedOptim.Generator;

/// <summary>Compiles records with [UpdateRule] into fused, vectorized kernels. This class is the pipeline and nothing else.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class UpdateRuleGenerator : IIncrementalGenerator
{
    private static readonly Encoding WithoutMark = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var results = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeNames.UpdateRule,
                static (node, _) => node is TypeDeclarationSyntax,
                RuleReader.Read)
            .WithTrackingName(TrackingNames.Results);

        // At every step there is one entry a rule, a refused one too. Where an entry comes to nothing (by Where, or by SelectMany
        // of none), the compiler's tables lose one that comes after it when the next edit is made.
        //
        // Positions change with every edit above a rule; kept apart, they do not touch the generated code.
        var diagnostics = results
            .Select(static (result, _) => result.Diagnostics)
            .WithTrackingName(TrackingNames.Diagnostics);
        context.RegisterSourceOutput(diagnostics.Combine(context.CompilationProvider), static (output, pair) =>
        {
            foreach (var diagnostic in pair.Left)
                output.ReportDiagnostic(diagnostic.ToDiagnostic(pair.Right));
        });

        var rules = results
            .Select(static (result, _) => result.Rule)
            .WithTrackingName(TrackingNames.Rules);

        // Names of files ignore case; names of rules do not.
        var collisions = rules
            .Select(static (rule, _) => rule?.FullName)
            .Collect()
            .Select(static (names, _) => names
                .OfType<string>()
                .GroupBy(static name => name, StringComparer.OrdinalIgnoreCase)
                .SelectMany(static group => group.Skip(1))
                .ToEquatableArray())
            .WithTrackingName(TrackingNames.Collisions);

        var sources = rules
            .Combine(collisions)
            .Select(static (pair, _) => pair.Left is { } rule
                ? Sources(rule, pair.Right).ToEquatableArray()
                : EquatableArray<GeneratedSource>.Empty)
            .WithTrackingName(TrackingNames.Sources);
        context.RegisterSourceOutput(sources, static (output, files) =>
        {
            foreach (var source in files)
                output.AddSource(source.Part, SourceText.From(source.Text, WithoutMark));
        });
    }

    private static IEnumerable<GeneratedSource> Sources(RuleModel rule, EquatableArray<string> collisions)
    {
        var name = rule.FullName;
        for (var index = 0; index < collisions.Count; index++)
        {
            if (collisions[index] == rule.FullName)
                name += $"-{index + 2}";
        }

        return RuleEmitter.Emit(rule).Select(source => source with { Part = $"{name}.{source.Part}.g.cs" });
    }
}
