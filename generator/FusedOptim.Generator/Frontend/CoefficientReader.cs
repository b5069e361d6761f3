using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The hyperparameters of modifiers: each is the hyperparameter of its name where the record declares one, and is added otherwise.
/// </summary>
internal sealed class CoefficientReader(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
{
    /// <summary>The index of a modifier's coefficient, whose default the attribute's argument is where it has one.</summary>
    public int Read(AttributeData attribute, string name, double initial, RangeModel range, string summary)
    {
        var given = attribute.ConstructorArguments
            .Select(static argument => argument.Value as double?).FirstOrDefault(static value => value is not null);
        return Add(attribute, name, initial, range, summary, given);
    }

    /// <summary>The index of a hyperparameter of a modifier, added where the record does not declare it.</summary>
    /// <param name="attribute">The modifier.</param>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="initial">Its default; NaN where it must be set.</param>
    /// <param name="range">Its range.</param>
    /// <param name="summary">Its documentation.</param>
    /// <param name="given">The default that the attribute gives, if it does.</param>
    /// <param name="type">Its type.</param>
    public int Add(
        AttributeData attribute, string name, double initial, RangeModel range, string summary, double? given = null,
        HyperparameterType type = HyperparameterType.Real)
    {
        var location = attribute.Location(rule);
        var index = hyperparameters.IndexOf(name);
        if (index >= 0)
        {
            if (given is not null)
            {
                refusals.Add(
                    Descriptors.ModifierValue, location, $"[{Simple(attribute)}]", rule.Name,
                    $"has its coefficient twice: the record declares the hyperparameter '{name}' with a default of its own; remove one");
            }

            return index;
        }

        if (rule.GetMembers(name).FirstOrDefault() is { } member)
        {
            refusals.Add(
                Descriptors.ReservedName, member.Locations[0], name, rule.Name,
                $"[{Simple(attribute)}] adds a property of that name");
        }

        if (name == rule.Name)
        {
            refusals.Add(
                Descriptors.ReservedName, rule.Locations[0], name, rule.ContainingNamespace.ToDisplayString(),
                $"[{Simple(attribute)}] adds a property of that name, and no member is called like its type");
        }

        if (given is { } value && !range.Contains(value))
        {
            refusals.Add(
                Descriptors.ModifierValue, location, $"[{Simple(attribute)}]", rule.Name,
                $"has the coefficient {Text(value)}; it must be {Allowed(range)}");
        }

        hyperparameters.Models.Add(new(name, type, false, given ?? initial, range) { Summary = summary });
        return hyperparameters.Models.Count - 1;
    }

    private static string Simple(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", "");

    private static string Allowed(RangeModel range)
    {
        var minimum = (range.MinimumIsExclusive ? "above " : "at least ") + Text(range.Minimum);
        return range.Maximum switch
        {
            int.MaxValue => minimum,
            double.MaxValue => minimum + " and finite",
            var maximum => minimum + (range.MaximumIsExclusive ? " and below " : " and at most ") + Text(maximum),
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
