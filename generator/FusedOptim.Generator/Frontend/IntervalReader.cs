using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The interval of a rule: the hyperparameter by which its occasions ([Every]) come.</summary>
internal sealed class IntervalReader(HyperparameterReader hyperparameters, Refusals refusals)
{
    /// <summary>The index of the hyperparameter; −1 where there is no occasion.</summary>
    public int Interval { get; private set; } = -1;

    /// <summary>Whether steps can be divided by a hyperparameter.</summary>
    public static bool IsInterval(HyperparameterModel hyperparameter) =>
        hyperparameter.Type == HyperparameterType.Integer &&
        (hyperparameter.Range.Minimum >= 1 || hyperparameter.Range is { Minimum: >= 0, MinimumIsExclusive: true });

    /// <summary>Reads a parameter that is an occasion.</summary>
    public void Read(IParameterSymbol parameter, AttributeData attribute)
    {
        var name = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (parameter.Type.SpecialType != SpecialType.System_Boolean || parameter.RefKind != RefKind.None)
        {
            refusals.Add(
                Descriptors.ParameterType, parameter.DeclarationLocation(), parameter.Name,
                $"[Every(nameof({name}))] bool {parameter.Name}", "");
        }

        var index = hyperparameters.IndexOf(name);
        var advice =
            index < 0 || !IsInterval(hyperparameters.Models[index])
                ? "name an 'int' hyperparameter that is at least 1: '[Positive] int Interval' among the record's parameters, and '[Every(nameof(Interval))]' here" :
            Interval >= 0 && Interval != index
                ? $"a rule has one interval, and '{hyperparameters.Models[Interval].Name}' is it already" : null;
        if (advice is not null)
            refusals.Add(Descriptors.Interval, attribute.Location(parameter), parameter.Name, name, advice);
        else
            Interval = index;
    }
}
