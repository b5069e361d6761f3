using System.Globalization;
using FusedOptim.Generator.Collections;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>
/// The modifiers stacked on a rule, in the order in which they act. The coefficient of each is the hyperparameter of its name
/// if the rule declares one; otherwise the attribute adds it.
/// </summary>
internal sealed class ModifierReader(INamedTypeSymbol rule, HyperparameterReader hyperparameters, Refusals refusals)
{
    private static readonly RangeModel NotNegative = new(0, double.MaxValue, false, false);
    private static readonly RangeModel Positive = new(0, double.MaxValue, true, false);
    private static readonly RangeModel BelowOne = new(0, 1, false, true);

    private readonly List<(Modifier Modifier, Location Location)> _modifiers = [];

    public EquatableArray<Modifier> Read(RuleMethods? methods)
    {
        foreach (var attribute in rule.GetAttributes())
        {
            var location = attribute.Location(rule);
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case AttributeNames.ClipByValue:
                    Add(new ClipByValue(Coefficient(attribute, "ClipValue", 1, Positive, "The greatest absolute value that an element of the gradient keeps; above 0.")), location);
                    break;
                case AttributeNames.WeightDecay:
                    ReadWeightDecay(attribute, location, methods?.Update.Form);
                    break;
                case AttributeNames.L1:
                    Add(new GradientL1(Coefficient(attribute, "L1", 0, NotNegative, "The coefficient λ of L1 regularization: at least 0; 0 switches it off.")), location);
                    break;
                case AttributeNames.Cautious:
                    Add(new Cautious(attribute.Named("Rescale")?.Value is true), location);
                    break;
                case AttributeNames.TrustRatio:
                    ReadTrustRatio(attribute, location);
                    break;
                case AttributeNames.AveragedWeights:
                    var isPlain = attribute.Named("Plain")?.Value is true;
                    Add(new AveragedWeights(isPlain ? -1 : Coefficient(attribute, "AverageDecay", 0.999, BelowOne, "The decay rate β of the averaged weights: at least 0 and below 1.")), location);
                    break;
            }
        }

        if (methods is not null)
            Check(methods);
        return _modifiers.Select(static item => item.Modifier).OrderBy(static modifier => modifier.Order).ToEquatableArray();
    }

    private void Add(Modifier modifier, Location location) => _modifiers.Add((modifier, location));

    private void Check(RuleMethods methods)
    {
        foreach (var (modifier, location) in _modifiers)
        {
            if (modifier.NeedsDirection && methods.Update.Form == MethodForm.Update)
                refusals.Add(Descriptors.ModifierForm, location, Capitalized(modifier.Description), rule.Name);
            if (modifier.State is not null && methods.Phases.Any(static phase => phase.Form == MethodForm.Evaluate))
            {
                refusals.Add(
                    Descriptors.ModifierConflict, location, Capitalized(modifier.Description), rule.Name,
                    "'Evaluate' gives the weights to evaluate with already");
            }

            if (modifier.State is { } state && methods.States.Models.Any(other => other.Name == state.Name || other.Key == state.Key))
            {
                refusals.Add(
                    Descriptors.ModifierConflict, location, Capitalized(modifier.Description), rule.Name,
                    $"a state is called '{state.Name}' already");
            }
        }

        foreach (var (modifier, location) in _modifiers.Where(static item => item.Modifier.Sums.Count > 0))
        {
            var reason =
                methods.Measuring.Count > 0 ? "'Measure' is a pass of its own already: take the sum there" :
                methods.Update.Arguments.Any(static argument => argument.Binding == Binding.Prepared)
                    ? "its direction needs what 'Prepare' hands out, which comes after the pass" :
                _modifiers.First(static item => item.Modifier.Sums.Count > 0).Modifier != modifier
                    ? "another modifier measures the direction already, and this one would need a third pass" : null;
            if (reason is not null)
                refusals.Add(Descriptors.ModifierConflict, location, Capitalized(modifier.Description), rule.Name, reason);
        }
    }

    private void ReadTrustRatio(AttributeData attribute, Location location)
    {
        var minimum = attribute.Named("Minimum")?.Value as double? ?? 0;
        var maximum = attribute.Named("Maximum")?.Value as double? ?? double.PositiveInfinity;
        if (!(minimum >= 0) || !(minimum <= maximum))
        {
            refusals.Add(
                Descriptors.ModifierValue, location, "trust ratio", rule.Name,
                string.Format(CultureInfo.InvariantCulture, "has the bounds {0:R} and {1:R}; they must not be negative, the minimum not above the maximum", minimum, maximum));
        }

        Add(new TrustRatio(Coefficient(attribute, "TrustCoefficient", 1, Positive, "What the trust ratio ‖θ‖/‖d‖ is multiplied by; above 0."), minimum, maximum), location);
    }

    private void ReadWeightDecay(AttributeData attribute, Location location, MethodForm? form)
    {
        var kind = attribute.ConstructorArguments
            .Select(static argument => argument.Value as int?).FirstOrDefault(static value => value is not null) ?? 0;
        if (kind == 0 && form == MethodForm.Update && !hyperparameters.Contains(HyperparameterReader.LearningRate))
            refusals.Add(Descriptors.NoLearningRate, location, rule.Name, "decoupled weight decay is multiplied by", hyperparameters.AdviceOnLearningRate());
        var coefficient = Coefficient(attribute, "WeightDecay", 0, NotNegative, "The coefficient λ of weight decay: at least 0; 0 switches the decay off.");
        // In the order of WeightDecayKind.
        Modifier? modifier = kind switch
        {
            0 => new DecoupledDecay(coefficient),
            1 => new GradientDecay(coefficient),
            2 => new DirectionDecay(coefficient),
            3 => new IndependentDecay(coefficient),
            _ => null,
        };
        if (modifier is not null)
            Add(modifier, location);
        else
        {
            refusals.Add(
                Descriptors.ModifierValue, location, "weight decay", rule.Name,
                $"has the kind {kind.ToString(CultureInfo.InvariantCulture)}; write one of Decoupled, L2, InDirection, Independent");
        }
    }

    /// <summary>The index of a modifier's coefficient, added where the record does not declare it.</summary>
    private int Coefficient(AttributeData attribute, string name, double initial, RangeModel range, string summary)
    {
        var location = attribute.Location(rule);
        var given = attribute.ConstructorArguments
            .Select(static argument => argument.Value as double?).FirstOrDefault(static value => value is not null);
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
                $"has the coefficient {value.ToString("R", CultureInfo.InvariantCulture)}; it must be {Allowed(range)}");
        }

        hyperparameters.Models.Add(new(name, HyperparameterType.Real, false, given ?? initial, range) { Summary = summary });
        return hyperparameters.Models.Count - 1;
    }

    private static string Simple(AttributeData attribute) => attribute.AttributeClass!.Name.Replace("Attribute", "");

    private static string Allowed(RangeModel range) =>
        (range.MinimumIsExclusive ? "above 0" : "at least 0") + (range.Maximum < double.MaxValue ? " and below 1" : " and finite");

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
