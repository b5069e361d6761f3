using System.Globalization;
using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.IR;
using FusedOptim.Generator.Passes;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// Reads the declaration of an element-wise function: from the compiler's symbols to a <see cref="FunctionModel"/>, or to what
/// is wrong with it.
/// </summary>
internal sealed class FunctionReader
{
    private static readonly string[] Generated = ["Apply", "Differentiate", "ApplyReference", "DifferentiateReference"];

    private readonly Compilation _compilation;
    private readonly INamedTypeSymbol _function;
    private readonly Refusals _refusals = new();
    private readonly CancellationToken _cancellationToken;

    private FunctionReader(Compilation compilation, INamedTypeSymbol function, CancellationToken cancellationToken)
    {
        _compilation = compilation;
        _function = function;
        _cancellationToken = cancellationToken;
    }

    public static DeclarationResult<FunctionModel> Read(
        GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        var reader = new FunctionReader(
            context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, cancellationToken);
        var function = reader.Read(context);
        return DeclarationSite.ResultOf(context, function, reader._refusals, cancellationToken);
    }

    private FunctionModel? Read(GeneratorAttributeSyntaxContext context)
    {
        if (!DeclarationSite.IsFirst(context, AttributeNames.ElementwiseFunction) ||
            !DeclarationSite.Check(context, mayDerive: true, _refusals))
        {
            return null;
        }

        if (UnresolvedNames.InAttributes(context.SemanticModel.Compilation, (INamedTypeSymbol)context.TargetSymbol, _cancellationToken))
            _refusals.LeaveToCompiler();

        CheckAttributes();
        var hyperparameters = HyperparameterReader.Read(_function, Generated, _refusals);
        if (FindMethod() is not { } method)
            return null;
        CheckSignature(method);
        CheckArguments(method);
        var graph = Lower(method, hyperparameters);
        DeclarationSite.CheckVariants(_function, hyperparameters.Models, [graph], _refusals);
        var model = new FunctionModel(
            DeclarationSite.NamespaceOf(_function),
            _function.Name,
            DeclarationSite.FloatModeOf(context),
            hyperparameters.Models.ToEquatableArray(),
            method.Parameters.Select(static parameter => parameter.Name).ToEquatableArray(),
            graph)
        {
            Source = MethodSource.Of(method, _cancellationToken),
        };
        if (!_refusals.Any)
            CheckSense(method, hyperparameters, model);
        return model;
    }

    /// <summary>What stands on rules, or on the parameters of their methods, means nothing here.</summary>
    private void CheckAttributes()
    {
        foreach (var attribute in _function.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsOfRules(type))
            {
                _refusals.Add(
                    Descriptors.ModifierConflict, attribute.Location(_function), $"[{Simple(type)}]", _function.Name,
                    "it belongs to rules, and this is an element-wise function");
            }
        }
    }

    private static bool IsOfRules(INamedTypeSymbol attribute) =>
        attribute.ContainingNamespace.ToDisplayString() == "FusedOptim" &&
        attribute.ToDisplayString() != AttributeNames.ElementwiseFunction;

    private static string Simple(INamedTypeSymbol attribute) => attribute.Name.Replace("Attribute", "");

    private IMethodSymbol? FindMethod()
    {
        var found = _function.GetMembers(FunctionModel.Method).OfType<IMethodSymbol>()
            .OrderBy(static method => method.Locations[0].SourceSpan.Start).ToList();
        if (found.Count == 0)
            _refusals.Add(Descriptors.NoValue, _function.Locations[0], _function.Name);
        foreach (var method in found.Skip(1))
            _refusals.Add(Descriptors.SeveralMethods, method.Locations[0], _function.Name, $"'{FunctionModel.Method}'", RuleMethods.SeveralMethods);
        return found.FirstOrDefault()?.Implementation();
    }

    private void CheckSignature(IMethodSymbol method)
    {
        var location = method.Locations[0];
        if (method.ReturnType.SpecialType == SpecialType.System_Single)
            _refusals.Add(Descriptors.SinglePrecision, location, method.Name);
        else if (method.ReturnType.TypeKind == TypeKind.Error)
            _refusals.LeaveToCompiler();
        else if (method.ReturnType.SpecialType != SpecialType.System_Double || method.RefKind != RefKind.None)
            _refusals.Add(Descriptors.MethodSignature, location, method.Name, "return 'double': the value of the function");
        MethodReader.CheckAttributes(method, _refusals);
        if (method.IsGenericMethod)
            _refusals.Add(Descriptors.MethodSignature, location, method.Name, "not have type parameters");
        if (method.IsAsync)
            _refusals.Add(Descriptors.MethodSignature, location, method.Name, "not be 'async'");
        if (method.Parameters.Length is 0 or > FunctionModel.MostArguments)
        {
            _refusals.Add(
                Descriptors.ArgumentCount, location, _function.Name,
                method.Parameters.Length.ToString(CultureInfo.InvariantCulture),
                FunctionModel.MostArguments.ToString(CultureInfo.InvariantCulture));
        }
    }

    private void CheckArguments(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            var location = parameter.DeclarationLocation();
            var marked = parameter.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && IsOfRules(type));
            if (parameter.Type.TypeKind == TypeKind.Error || parameter.Name.Length == 0)
                _refusals.LeaveToCompiler();
            else if (parameter.Type.SpecialType == SpecialType.System_Single)
                _refusals.Add(Descriptors.SinglePrecision, location, parameter.Name);
            else if (marked || parameter.Type.SpecialType != SpecialType.System_Double || parameter.RefKind != RefKind.None)
            {
                _refusals.Add(
                    Descriptors.ParameterType, location, parameter.Name, $"double {parameter.Name}",
                    parameter.Type is IArrayTypeSymbol or INamedTypeSymbol { IsRefLikeType: true }
                        ? ": a function is written for one element, and its kernel is the loop"
                        : ": a function takes numbers by value, and keeps nothing");
            }
        }
    }

    private Graph Lower(IMethodSymbol method, HyperparameterReader hyperparameters)
    {
        var graph = new GraphBuilder();
        var lowering = new MethodLowering(
            _compilation, _function, hyperparameters.Properties, graph, _refusals, _cancellationToken);
        var (value, _) = lowering.Lower(method, [.. method.Parameters.Select(
            (parameter, index) => new KeyValuePair<IParameterSymbol, int>(parameter, graph.Load(index)))]);
        // Without a value, and without a refusal, the compiler says what is wrong.
        if (value < 0)
            _refusals.LeaveToCompiler();
        if (_refusals.Any)
            return Graph.Empty;
        graph.Store(method.Parameters.Length, value);
        return graph.ToGraph();
    }

    private void CheckSense(IMethodSymbol method, HyperparameterReader hyperparameters, FunctionModel model)
    {
        HyperparameterSense.Check(hyperparameters, [model.Graph], static _ => false, _function.Name, _refusals);
        var derivative = new Differentiation(DeadCode.Run(model.Graph)).Run(model.DerivativeOperand);
        var stored = derivative.Nodes[derivative.Stores[1].Node];
        if (stored.Op == Op.Broadcast && derivative.Nodes[stored.A] is { IsConstant: true, Real: 0 })
            _refusals.Warn(Descriptors.NoDerivative, method.Locations[0], _function.Name, method.Parameters[0].Name);
        if (_compilation.Options.OptimizationLevel == OptimizationLevel.Debug)
            _refusals.Warn(Descriptors.DebugBuild, _function.Locations[0], _function.Name);
    }
}
