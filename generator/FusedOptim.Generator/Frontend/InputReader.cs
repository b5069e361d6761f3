using System.Globalization;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The inputs of a rule, which every method that reads one declares alike.</summary>
internal sealed class InputReader(INamedTypeSymbol rule, Refusals refusals)
{
    private static readonly string[] OtherAttributes =
        [AttributeNames.State, AttributeNames.Sum, AttributeNames.Max, AttributeNames.Norm, AttributeNames.Scalar];

    /// <summary>The inputs, element-wise ones first.</summary>
    public List<InputModel> Models { get; } = [];

    /// <summary>The first declaration of each input.</summary>
    public List<IParameterSymbol> Declarations { get; } = [];

    /// <summary>Reads the methods of a rule, before any of them binds its parameters.</summary>
    /// <param name="methods">The methods, with what each runs once for.</param>
    public void Read(IReadOnlyList<(IMethodSymbol Method, Scope Over)> methods)
    {
        var found = new List<(InputModel Model, IParameterSymbol Parameter)>();
        foreach (var (parameter, over) in methods.SelectMany(static method => method.Method.Parameters.Select(parameter => (parameter, method.Over))))
        {
            if (parameter.Attribute(AttributeNames.Input) is not { } attribute)
                continue;
            var model = new InputModel(parameter.Name, ScopeOf(attribute), attribute.Named("Kept")?.Value is true);
            Check(parameter, attribute, model, over);
            var first = found.FirstOrDefault(other => other.Model.Name == model.Name);
            if (first.Model is null)
                found.Add((model, parameter));
            else if (first.Model != model)
                Refuse(parameter, $"is declared as '{first.Model.Declaration}' in '{first.Parameter.ContainingSymbol.Name}'; declare it alike in each method");
        }

        foreach (var (model, parameter) in found.OrderBy(static input => input.Model.IsElementwise ? 0 : 1))
        {
            Models.Add(model);
            Declarations.Add(parameter);
            CheckName(parameter, methods);
            if (model.IsElementwise && Models.Count > RuleModel.MostElementwiseInputs)
            {
                Refuse(parameter, string.Format(
                    CultureInfo.InvariantCulture, "is one more than the {0} element-wise inputs that a rule can have", RuleModel.MostElementwiseInputs));
            }
        }
    }

    public int IndexOf(string name) => Models.FindIndex(input => input.Name == name);

    // Another one is refused.
    private static Scope ScopeOf(AttributeData attribute) =>
        attribute.Over() is (Scope.Tensor or Scope.Model) and var scope ? scope : Scope.Element;

    private void Check(IParameterSymbol parameter, AttributeData attribute, InputModel model, Scope over)
    {
        if (parameter.Type.TypeKind == TypeKind.Error || parameter.Name.Length == 0)
            refusals.LeaveToCompiler();
        else if (parameter.Type.SpecialType == SpecialType.System_Single)
            refusals.Add(Descriptors.SinglePrecision, parameter.DeclarationLocation(), parameter.Name);
        else if (parameter.Type.SpecialType != SpecialType.System_Double)
            refusals.Add(Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name, model.Declaration, "");
        else if (parameter.RefKind != RefKind.None)
            Refuse(parameter, $"is written by the caller alone; declare it as '{model.Declaration}', and keep what the rule computes in a state");
        else if (attribute.Over() is not (null or Scope.Tensor or Scope.Model or Scope.Element))
            Refuse(parameter, "belongs to an element, a tensor or the model; write '[Input]', '[Input(Over.Tensor)]' or '[Input(Over.Model)]'");
        else if (OtherAttributes.Any(other => parameter.Attribute(other) is not null))
            Refuse(parameter, "has another attribute, which says that the rule writes it; remove one of them");
        else if (parameter.ContainingSymbol.Name == "Evaluate")
            Refuse(parameter, "is given for a step, and 'Evaluate' runs between steps; keep what it needs in a state");
        else if (over != Scope.Element && model.IsElementwise)
            Refuse(parameter, $"varies from element to element, and '{parameter.ContainingSymbol.Name}' runs once per {over.ToString().ToLowerInvariant()}; sum it in 'Measure', or declare '[Input(Over.Tensor)] double {parameter.Name}'");
    }

    private void CheckName(IParameterSymbol parameter, IReadOnlyList<(IMethodSymbol Method, Scope Over)> methods)
    {
        var name = parameter.Name;
        if (RuleModel.ApplyParameters.Contains(name))
        {
            refusals.Add(
                Descriptors.ReservedName, parameter.DeclarationLocation(), name, rule.Name,
                "the generated 'Apply' has a parameter of that name beside the inputs");
        }
        else if (name is "gradient" or "parameter" or "count" or "rows" or "columns")
        {
            Refuse(parameter, "has a name that is bound already; choose another one");
        }
        else if (methods.SelectMany(static method => method.Method.Parameters).FirstOrDefault(other =>
            other.Name == name && other.Attribute(AttributeNames.Input) is null && IsDeclaration(other)) is { } other)
        {
            Refuse(parameter, $"has the name of what '{other.ContainingSymbol.Name}' declares; choose another one");
        }
    }

    /// <summary>Whether a parameter declares what others of its name refer to.</summary>
    private static bool IsDeclaration(IParameterSymbol parameter) =>
        parameter.RefKind == RefKind.Out || OtherAttributes.Any(attribute => parameter.Attribute(attribute) is not null);

    private void Refuse(IParameterSymbol parameter, string reason) =>
        refusals.Add(Descriptors.Input, parameter.DeclarationLocation(), parameter.Name, reason);
}
