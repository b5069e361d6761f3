using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FusedOptim.Generator.Frontend;

/// <summary>Reads a declaration: from the compiler's symbols to a <see cref="RuleModel"/>, or to what is wrong with it.</summary>
internal sealed class RuleReader
{
    private static readonly string[] Generated = ["Apply", "RunReference", "MeasureReference", "EvaluateReference"];

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

    public static DeclarationResult<RuleModel> Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reader = new RuleReader(
            context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, cancellationToken);
        var rule = reader.Read(context);
        return DeclarationSite.ResultOf(context, rule, reader._refusals, cancellationToken);
    }

    private RuleModel? Read(GeneratorAttributeSyntaxContext context)
    {
        if (!DeclarationSite.IsFirst(context, AttributeNames.UpdateRule) ||
            !DeclarationSite.Check(context, mayDerive: false, _refusals))
        {
            return null;
        }

        if (UnresolvedNames.InAttributes(context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, _cancellationToken))
            _refusals.LeaveToCompiler();

        var expansion = Expand(context);
        if (_refusals.Any)
            return null;
        var hyperparameters = HyperparameterReader.Read(_rule, Generated, _refusals);
        var methods = RuleMethods.Read(_rule, hyperparameters, ModifierReader.MeasuringGradient(_rule), _refusals);
        var modifiers = new ModifierReader(_rule, hyperparameters, _refusals).Read(methods);
        if (methods is null)
            return null;
        if (methods.Update.Form == MethodForm.Direction && !hyperparameters.Contains(HyperparameterReader.LearningRate))
        {
            _refusals.Add(
                Descriptors.NoLearningRate, _rule.Locations[0], _rule.Name, "'Direction' is multiplied by", hyperparameters.AdviceOnLearningRate());
            return null;
        }

        var bodies = new PrepareBody(_compilation, _rule, hyperparameters, _refusals, _cancellationToken);
        if (methods.PrepareMethod is { } prepare)
            bodies.Check(prepare);
        foreach (var called in methods.Phases.Where(static method => method.Over == Scope.Matrix))
            bodies.Check(called.Symbol);
        if (!_refusals.Any)
            methods.Add(modifiers);
        var phases = Phases(hyperparameters, methods, modifiers).ToEquatableArray();
        DeclarationSite.CheckVariants(_rule, hyperparameters.Models, [.. phases.Select(static phase => phase.Graph)], _refusals);
        if (!_refusals.Any)
        {
            new SenseChecker(_rule, _compilation, hyperparameters, methods, phases, modifiers, _refusals).Check();
            foreach (var method in methods.Phases.Where(static method => method.Over != Scope.Matrix))
                LostWrite.Check(method, _compilation, _refusals, _cancellationToken);
        }

        return new(
            DeclarationSite.NamespaceOf(_rule),
            _rule.Name,
            DeclarationSite.FloatModeOf(context),
            hyperparameters.Models.ToEquatableArray(),
            methods.States.Models.ToEquatableArray(),
            methods.Scalars.ToEquatableArray(),
            methods.Prepare,
            methods.Prepared.ToEquatableArray(),
            phases,
            modifiers)
        {
            Inputs = methods.Inputs.Models.ToEquatableArray(),
            Source = expansion is null ? MethodSource.Of(methods.Update.Symbol, _cancellationToken) : EquatableArray<string>.Empty,
            Expansion = expansion,
            Values = methods.Values.ToEquatableArray(),
            IsCreatable = !_rule.IsForbidden() && !_rule.GetMembers().Any(static member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }),
            HasNames = hyperparameters.Models.Count > 0 && !Mentions(RuleModel.NamesClass),
        };
    }

    /// <summary>Whether the record has a name anywhere: as a member, or for something outside that a new member would hide.</summary>
    private bool Mentions(string name) => _rule.Name == name || _rule.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax(_cancellationToken).DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name));

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
        foreach (var phase in OfModifiers(measureGradient: true))
            yield return phase;
        var start = methods.Intervals.Interval >= 0 ? 1 : 0;
        var interval = start > 0 ? methods.Intervals.Interval : modifiers.Select(static modifier => modifier.Interval).DefaultIfEmpty(-1).Max();
        foreach (var method in methods.Phases)
        {
            // What the direction reads, the rule's own passes have measured.
            foreach (var measuring in method == methods.Update ? OfModifiers(measureGradient: false) : [])
                yield return measuring;
            var phase = Lowering().Lower(method);
            if (interval < 0 || phase.Kind != PhaseKind.Update)
            {
                yield return phase;
                continue;
            }

            yield return phase with { Interval = interval, IntervalStart = start, RunsBetween = true };
            if (!_refusals.Any)
                yield return Lowering(isOnInterval: true).Lower(method) with { Interval = interval, IntervalStart = start };
        }

        // Averaged weights come after what they are the average of.
        if (modifiers.Select(static modifier => modifier.State).LastOrDefault(static state => state is not null) is { } kept && !_refusals.Any)
            yield return Lowering().LowerKept(kept);

        IEnumerable<PhaseModel> OfModifiers(bool measureGradient)
        {
            var name = methods.Measuring.Count == 0 && modifiers.Count(static modifier => modifier.MeasuresDirection) < 2
                ? nameof(PhaseKind.Measure)
                : "MeasureDirection";
            for (var summing = 0; summing < modifiers.Count && !_refusals.Any; summing++)
            {
                if (measureGradient ? !modifiers[summing].MeasuresGradient : !modifiers[summing].MeasuresDirection)
                    continue;
                yield return measureGradient
                    ? Lowering().LowerSummedGradient(summing)
                    : Lowering().LowerMeasure(methods.Update, summing) with { MeasureName = name };
                if (modifiers[summing].Value is not null)
                    yield return Lowering().LowerValue(summing);
            }
        }

        PhaseLowering Lowering(bool isOnInterval = false) => new(
            _compilation, _rule, hyperparameters, methods, modifiers, _refusals, _cancellationToken, isOnInterval);
    }
}
