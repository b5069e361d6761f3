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
    private const string LookaheadInterval = "LookaheadInterval";

    private static readonly RangeModel BelowOne = new(0, 1, false, true);
    private static readonly RangeModel FromOne = new(1, int.MaxValue, false, false);
    private static readonly RangeModel Share = new(0, 1, false, false);

    private readonly List<(Modifier Modifier, Location Location)> _modifiers = [];
    private readonly CoefficientReader _coefficients = new(rule, hyperparameters, refusals);

    /// <summary>The modifier of a rule that measures the gradient before its methods do; null for none.</summary>
    public static Modifier? MeasuringGradient(INamedTypeSymbol rule) =>
        rule.Attribute(AttributeNames.CentralizeGradient) is null ? null : new CentralizeGradient();

    public EquatableArray<Modifier> Read(RuleMethods? methods)
    {
        foreach (var attribute in rule.GetAttributes())
        {
            var location = attribute.Location(rule);
            switch (attribute.AttributeClass?.ToDisplayString())
            {
                case AttributeNames.CentralizeGradient:
                    Add(new CentralizeGradient(), location);
                    break;
                case AttributeNames.ClipByValue:
                    Add(new ClipByValue(_coefficients.Read(attribute, "ClipValue", 1, RangeModel.Positive, "The greatest absolute value that an element of the gradient keeps; above 0.")), location);
                    break;
                case AttributeNames.WeightDecay:
                    if (new WeightDecayReader(rule, hyperparameters, _coefficients, refusals).Read(attribute, location, methods?.Update.Form) is { } decay)
                        Add(decay, location);
                    break;
                case AttributeNames.L1:
                    Add(new GradientL1(_coefficients.Read(attribute, "L1", 0, RangeModel.NotNegative, "The coefficient λ of L1 regularization: at least 0; 0 switches it off.")), location);
                    break;
                case AttributeNames.Cautious:
                    Add(new Cautious(attribute.Named("Rescale")?.Value is true), location);
                    break;
                case AttributeNames.TrustRatio:
                    ReadTrustRatio(attribute, location);
                    break;
                case AttributeNames.Lookahead:
                    ReadLookahead(attribute, location);
                    break;
                case AttributeNames.AveragedWeights:
                    var isPlain = attribute.Named("Plain")?.Value is true;
                    Add(new AveragedWeights(isPlain ? -1 : _coefficients.Read(attribute, "AverageDecay", 0.999, BelowOne, "The decay rate β of the averaged weights: at least 0 and below 1.")), location);
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
            {
                refusals.Add(
                    Descriptors.ModifierForm, location, Capitalized(modifier.Description), $"'{rule.Name}' declares 'Update'",
                    "write the rule as 'Direction', or choose another kind");
            }

            if (modifier.Interval >= 0 && methods.Intervals.Interval >= 0)
            {
                refusals.Add(
                    Descriptors.ModifierConflict, location, Capitalized(modifier.Description), rule.Name,
                    "the kernels of a step are chosen by one interval, and [Every] has one already; keep the slow weights in a state of the rule's own, and move them on its occasion");
            }

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

        foreach (var (modifier, location) in _modifiers.Where(static item => item.Modifier.MeasuresDirection))
        {
            var reason =
                methods.Update.Arguments.Any(argument => argument is { Binding: Binding.Prepared, Index: >= 0 } &&
                    methods.Prepared[argument.Index].Kind is PreparedKind.Out or PreparedKind.Scalar)
                    ? "its direction needs what 'Prepare' hands out, which comes after the pass that measures the direction; compute it in 'Direction', from the sums that 'Prepare' takes" :
                methods.Update.Arguments.Any(static argument => argument.Binding == Binding.Occasion)
                    ? "its direction is another one on an occasion ([Every]), which is known in the update alone" :
                modifier.Names.FirstOrDefault(methods.IsTaken) is { } name
                    ? $"it measures a value '{name}', and the rule has one of that name; choose another name" : null;
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

        var over = (Scope)(attribute.Named("Over")?.Value as int? ?? 0);
        if (over is not (Scope.Tensor or Scope.Row or Scope.Column))
        {
            refusals.Add(
                Descriptors.ModifierValue, location, "trust ratio", rule.Name,
                $"is over '{over}'; it is over Over.Tensor, Over.Row or Over.Column");
            over = Scope.Tensor;
        }

        Add(new TrustRatio(_coefficients.Read(attribute, "TrustCoefficient", 1, RangeModel.Positive, "What the trust ratio ‖θ‖/‖d‖ is multiplied by; above 0."), minimum, maximum, over), location);
    }

    private void ReadLookahead(AttributeData attribute, Location location)
    {
        var given = attribute.ConstructorArguments.Select(static argument => (double?)(argument.Value as int?)).FirstOrDefault();
        var interval = _coefficients.Add(
            attribute, LookaheadInterval, 5, FromOne,
            "The number of steps k from one synchronization of the slow weights to the next; at least 1.", given, HyperparameterType.Integer);
        var model = hyperparameters.Models[interval];
        if (!IntervalReader.IsInterval(model))
        {
            refusals.Add(
                Descriptors.ModifierValue, location, "[Lookahead]", rule.Name,
                $"divides steps by '{LookaheadInterval}', which the record must declare as '[Positive] int {LookaheadInterval}'");
        }

        var rate = _coefficients.Read(
            attribute, "LookaheadRate", 0.5, Share, "The share α of the way to the parameters that the slow weights move at a synchronization: from 0 to 1.");
        Add(new Lookahead(interval, rate), location);
    }

    private static string Capitalized(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
