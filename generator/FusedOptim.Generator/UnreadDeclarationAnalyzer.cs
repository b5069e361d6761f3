using System.Collections.Immutable;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace FusedOptim.Generator;

/// <summary>
/// Says why a rule is not compiled although it has no mistake: it uses what another generator writes. A generator cannot tell
/// that from a mistake, which the compiler reports; afterwards it is what was unknown then and is known now.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreadDeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.WrittenByGenerator];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            var unread = start.Compilation.SyntaxTrees
                .Where(static tree => tree.FilePath.EndsWith(UnresolvedNames.FileName, StringComparison.Ordinal))
                .ToImmutableArray();
            if (!unread.IsEmpty)
                start.RegisterSyntaxNodeAction(node => Analyze(node, unread), SyntaxKind.RecordDeclaration);
        });
    }

    private static void Analyze(SyntaxNodeAnalysisContext context, ImmutableArray<SyntaxTree> unread)
    {
        var declaration = (RecordDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is not { } type)
            return;
        var names = unread
            .SelectMany(tree => UnresolvedNames.Parse(tree.GetText(context.CancellationToken).ToString(), DeclarationSite.FullNameOf(type)))
            .ToImmutableHashSet(StringComparer.Ordinal);
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var name in declaration.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => names.Contains(name.Identifier.ValueText)))
        {
            if (context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not { } symbol)
                continue;
            // A property has a name of its own, whatever else is called like it.
            if (symbol.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == name.SyntaxTree))
                continue;
            // The type is what has to move; of its members nothing more is said.
            var place = symbol is ITypeSymbol || symbol.ContainingType is null ||
                SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type) ? symbol : symbol.ContainingType;
            if (reported.Add(place))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.WrittenByGenerator, name.GetLocation(), type.Name, place.Name));
            }
        }
    }
}
