using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>The modifier [WeightDecay]: its kind, and the hyperparameter that is its coefficient.</summary>
internal static class WeightDecayReader
{
    private const string Coefficient = "WeightDecay";

    private static readonly RangeModel NotNegative = new(0, double.MaxValue, false, false);

    public static WeightDecayModel? Read(
        INamedTypeSymbol rule, HyperparameterReader hyperparameters, MethodForm? form, Refusals refusals)
    {
        if (rule.Attribute(AttributeNames.WeightDecay) is not { } attribute)
            return null;
        var location = attribute.Location(rule);
        var kind = WeightDecayKind.Decoupled;
        double? coefficient = null;
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument.Value is double value)
                coefficient = value;
            else if (argument.Value is int ordinal)
                kind = (WeightDecayKind)ordinal;
        }

        if (kind > WeightDecayKind.Independent)
        {
            refusals.Add(
                Descriptors.DecayCoefficient, location, rule.Name,
                $"has the kind {(int)kind}; write one of Decoupled, L2, InDirection, Independent");
            kind = WeightDecayKind.Decoupled;
        }

        if (kind == WeightDecayKind.InDirection && form == MethodForm.Update)
            refusals.Add(Descriptors.ModifierForm, location, "[WeightDecay(WeightDecayKind.InDirection)]", rule.Name);
        if (kind == WeightDecayKind.Decoupled && form == MethodForm.Update &&
            !hyperparameters.Contains(HyperparameterReader.LearningRate))
        {
            refusals.Add(Descriptors.NoLearningRate, location, rule.Name, "decoupled weight decay is multiplied by");
        }

        return new(kind, IndexOf(rule, hyperparameters, coefficient, location, refusals));
    }

    private static int IndexOf(
        INamedTypeSymbol rule, HyperparameterReader hyperparameters, double? coefficient, Location location,
        Refusals refusals)
    {
        var index = hyperparameters.IndexOf(Coefficient);
        if (index >= 0)
        {
            if (coefficient is not null)
            {
                refusals.Add(
                    Descriptors.DecayCoefficient, location, rule.Name,
                    "is given twice: the record declares the hyperparameter 'WeightDecay' with a default of its own; remove one");
            }

            return index;
        }

        if (rule.GetMembers(Coefficient).FirstOrDefault() is { } member)
        {
            refusals.Add(
                Descriptors.ReservedName, member.Locations[0], Coefficient, rule.Name, "[WeightDecay] adds a property of that name");
        }

        if (coefficient is { } value && !NotNegative.Contains(value))
        {
            refusals.Add(
                Descriptors.DecayCoefficient, location, rule.Name,
                $"is {value.ToString("R", CultureInfo.InvariantCulture)}; it must be at least 0 and finite");
        }

        hyperparameters.Models.Add(new(Coefficient, HyperparameterType.Real, false, coefficient ?? 0, NotNegative));
        return hyperparameters.Models.Count - 1;
    }
}
