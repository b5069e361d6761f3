using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Helpers;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using FusedOptim.Generator.Passes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>Reads a declaration: from the compiler's symbols to a <see cref="RuleModel"/>, or to what is wrong with it.</summary>
internal sealed class RuleReader
{
    // The version is a number that the Roslyn this is built on does not name yet.
    private const int CSharp14 = 1400;

    // Keywords are escaped where names are written.
    private static readonly SymbolDisplayFormat Unescaped = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    private Compilation _compilation;
    private INamedTypeSymbol _rule;
    private readonly Refusals _refusals = new();
    private readonly CancellationToken _cancellationToken;

    private RuleReader(Compilation compilation, INamedTypeSymbol rule, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _rule = rule;
        _cancellationToken = cancellationToken;
    }

    public static RuleResult Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reader = new RuleReader(
            context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, cancellationToken);
        var rule = reader.Read(context);
        return new(reader._refusals.Any ? null : rule, reader._refusals.ToDiagnostics());
    }

    private RuleModel? Read(GeneratorAttributeSyntaxContext context)
    {
        // The compiler refuses a second attribute; the rule is read once all the same.
        if (_rule.Attribute(AttributeNames.UpdateRule)?.ApplicationSyntaxReference is not { } reference ||
            reference.SyntaxTree != context.TargetNode.SyntaxTree || !context.TargetNode.Span.Contains(reference.Span))
        {
            return null;
        }

        if (!CheckType(context))
            return null;
        var expansion = Expand(context);
        if (_refusals.Any)
            return null;
        var hyperparameters = HyperparameterReader.Read(_rule, _refusals);
        var methods = RuleMethods.Read(_rule, hyperparameters, _refusals);
        var modifiers = new ModifierReader(_rule, hyperparameters, _refusals).Read(methods);
        if (methods is null)
            return null;
        if (methods.Update.Form == MethodForm.Direction && !hyperparameters.Contains(HyperparameterReader.LearningRate))
        {
            _refusals.Add(
                Descriptors.NoLearningRate, _rule.Locations[0], _rule.Name, "'Direction' is multiplied by", hyperparameters.AdviceOnLearningRate());
            return null;
        }

        if (!_refusals.Any)
            methods.Add(modifiers);
        var phases = Phases(hyperparameters, methods, modifiers).ToEquatableArray();
        CheckVariants(hyperparameters.Models, phases);
        if (!_refusals.Any)
            new SenseChecker(_rule, _compilation, hyperparameters, methods, phases, modifiers, _refusals).Check();
        return new(
            _rule.ContainingNamespace.IsGlobalNamespace ? "" : _rule.ContainingNamespace.ToDisplayString(Unescaped),
            _rule.Name,
            (FloatMode)(context.Attributes[0].Named("FloatMode")?.Value as int? ?? 0),
            hyperparameters.Models.ToEquatableArray(),
            methods.States.Models.ToEquatableArray(),
            methods.Scalars.ToEquatableArray(),
            methods.Prepare,
            methods.Prepared.ToEquatableArray(),
            phases,
            modifiers)
        {
            Expansion = expansion,
        };
    }

    /// <summary>Where attributes stand for a method, goes on as if it had been written.</summary>
    private string? Expand(GeneratorAttributeSyntaxContext context)
    {
        var hasMethod = _rule.GetMembers("Direction").Concat(_rule.GetMembers("Update")).Any();
        var hasParameters = _rule.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(_cancellationToken) is RecordDeclarationSyntax { ParameterList: not null });
        var expansion = MomentExpansion.Write(_rule, hasMethod, hasParameters, _refusals);
        if (expansion is null)
            return null;
        var options = (CSharpParseOptions)context.TargetNode.SyntaxTree.Options;
        _compilation = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(expansion, options, cancellationToken: _cancellationToken));
        _rule = (INamedTypeSymbol)_compilation.GetSemanticModel(context.TargetNode.SyntaxTree)
            .GetDeclaredSymbol(context.TargetNode, _cancellationToken)!;
        return expansion;
    }

    private IEnumerable<PhaseModel> Phases(
        HyperparameterReader hyperparameters, RuleMethods methods, EquatableArray<Modifier> modifiers)
    {
        var summing = modifiers.ToList().FindIndex(static modifier => modifier.Sums.Count > 0);
        if (summing >= 0 && !_refusals.Any)
            yield return Lowering().LowerMeasure(methods.Update, summing);
        foreach (var method in methods.Phases)
            yield return Lowering().Lower(method);
        if (modifiers.Any(static modifier => modifier.State is not null) && !_refusals.Any)
            yield return Lowering().LowerAverage();

        PhaseLowering Lowering() => new(
            _compilation, _rule, hyperparameters, methods, modifiers, _refusals, _cancellationToken);
    }

    private void CheckVariants(IReadOnlyList<HyperparameterModel> hyperparameters, EquatableArray<PhaseModel> phases)
    {
        var variants = Variants.Of(hyperparameters, [.. phases.Select(static phase => phase.Graph)]);
        if (variants?.All.Count <= Variants.Most)
            return;
        _refusals.Add(
            Descriptors.TooManyVariants,
            _rule.Locations[0],
            _rule.Name,
            string.Join(", ", hyperparameters.Where(static model => model.IsStructural).Select(static model => model.Name)),
            variants?.All.Count.ToString(CultureInfo.InvariantCulture) ?? "hundreds of",
            Variants.Most.ToString(CultureInfo.InvariantCulture));
    }

    private bool CheckType(GeneratorAttributeSyntaxContext context)
    {
        var declaration = (TypeDeclarationSyntax)context.TargetNode;
        var location = declaration.Identifier.GetLocation();
        var lacking = new List<string>();
        if (!_rule.IsSealed)
            lacking.Add("'sealed'");
        if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            lacking.Add("'partial'");
        if (!_rule.IsRecord)
            lacking.Add("'record'");
        if (lacking.Count > 0)
            _refusals.Add(Descriptors.NotSealedPartialRecord, location, _rule.Name, string.Join(" and ", lacking));

        var place = _rule switch
        {
            { ContainingType: { } outer } => $"is nested in '{outer.Name}'",
            { IsGenericType: true } => "has type parameters",
            { IsFileLocal: true } => "is local to its file",
            { BaseType.SpecialType: not SpecialType.System_Object, BaseType.TypeKind: not TypeKind.Error } =>
                $"derives from '{_rule.BaseType.Name}'",
            _ => null,
        };
        if (place is not null)
            _refusals.Add(Descriptors.NotTopLevel, location, _rule.Name, place);

        if (declaration.SyntaxTree.Options is CSharpParseOptions options && (int)options.LanguageVersion < CSharp14)
            _refusals.Add(Descriptors.LanguageVersion, location, _rule.Name);
        return !_refusals.Any;
    }
}
