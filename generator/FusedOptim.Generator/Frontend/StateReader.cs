using System.Globalization;
using FusedOptim.Generator.Declarations;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Frontend;

/// <summary>The states of a rule: each is known by its C# name in all phases, and its key is given once.</summary>
internal sealed class StateReader(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
{
    public List<StateModel> Models { get; } = [];

    /// <summary>Where each state is declared, with its index.</summary>
    public List<(IParameterSymbol Parameter, int Index)> Declarations { get; } = [];

    /// <summary>The index of the state that a parameter of a method is, declared by its first appearance.</summary>
    public int IndexOf(IParameterSymbol parameter, AttributeData attribute)
    {
        var location = attribute.Location(parameter);
        var key = attribute.Key();
        var index = Models.FindIndex(state => state.Name == parameter.Name);
        if (index >= 0)
        {
            if (key is not null && key != Models[index].Key)
                refusals.Add(Descriptors.StateKey, location, key, parameter.Name, $"differs from '{Models[index].Key}', given before");
            return index;
        }

        key ??= parameter.Name;
        if (!SyntaxFacts.IsValidIdentifier(key))
            refusals.Add(Descriptors.StateKey, location, key, parameter.Name, "is not a name");
        else if (Models.FirstOrDefault(state => state.Key == key) is { } other)
            refusals.Add(Descriptors.StateKey, location, key, parameter.Name, $"is the key of '{other.Name}' already");

        if (RuleModel.ApplyParameters.Contains(parameter.Name))
        {
            refusals.Add(
                Descriptors.ReservedName, parameter.DeclarationLocation(), parameter.Name, rule.Name,
                "the generated 'Apply' has a parameter of that name beside the states");
        }

        if (Models.Count == RuleModel.MostStates)
        {
            refusals.Add(
                Descriptors.TooManyStates, parameter.DeclarationLocation(), parameter.Name, rule.Name,
                RuleModel.MostStates.ToString(CultureInfo.InvariantCulture));
        }

        var (initial, hyperparameter, value) = new InitialReader(hyperparameters, refusals).OfState(parameter, attribute);
        Declarations.Add((parameter, Models.Count));
        var isExact = attribute.Named("Exact")?.Value is true;
        var over = ScopeOf(parameter, attribute, location);
        if (over != Scope.Element && initial == StateInitial.Parameter)
        {
            refusals.Add(
                Descriptors.StateScope, location, parameter.Name, over == Scope.Row ? "row" : "column",
                "it cannot start from the parameter, of which a row has several elements; start it from a hyperparameter");
        }

        Models.Add(new(parameter.Name, key, initial, hyperparameter, isExact)
        {
            Value = value, Over = over, IsMatrix = IsMatrix(parameter, attribute, over, location),
        });
        return Models.Count - 1;
    }

    private bool IsMatrix(IParameterSymbol parameter, AttributeData attribute, Scope over, Location location)
    {
        if (attribute.Across() is not { } across)
            return false;
        if (across != over || over == Scope.Element)
        {
            refusals.Add(
                Descriptors.StateScope, location, parameter.Name, over.ToString().ToLowerInvariant(),
                "a matrix is over rows and rows, [State(Over.Row, Over.Row)], or over columns and columns, [State(Over.Column, Over.Column)]");
        }

        return true;
    }

    private Scope ScopeOf(IParameterSymbol parameter, AttributeData attribute, Location location)
    {
        var scope = attribute.Over() ?? Scope.Element;
        if (scope is Scope.Row or Scope.Column or Scope.Element)
            return scope;
        refusals.Add(
            Descriptors.StateScope, location, parameter.Name, "tensor",
            "what all elements share is a scalar, '[Scalar] ref double' of Prepare; a state is over elements, rows or columns");
        return Scope.Element;
    }
}
