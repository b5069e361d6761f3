using System.Globalization;
using FusedOptim.Generator.Diagnostics;
using FusedOptim.Generator.Models;
using FusedOptim.Generator.Modifiers;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Frontend;

/// <summary>Weight decay of any kind.</summary>
internal sealed class WeightDecayReader(
    INamedTypeSymbol rule, HyperparameterReader hyperparameters, CoefficientReader coefficients, Refusals refusals)
{
    // In the order of WeightDecayKind.
    private enum Kind
    {
        Decoupled,
        L2,
        InDirection,
        Independent,
        Corrected,
    }

    /// <summary>The modifier; null where the kind is refused.</summary>
    public Modifier? Read(AttributeData attribute, Location location, MethodForm? form)
    {
        var kind = (Kind)(attribute.ConstructorArguments
            .Select(static argument => argument.Value as int?).FirstOrDefault(static value => value is not null) ?? 0);
        var isCautious = attribute.Named("Cautious")?.Value is true;
        if (kind is Kind.Decoupled or Kind.Corrected && form == MethodForm.Update &&
            !hyperparameters.Contains(HyperparameterReader.LearningRate))
        {
            refusals.Add(
                Descriptors.NoLearningRate, location, rule.Name,
                $"{(kind == Kind.Decoupled ? "decoupled" : "corrected")} weight decay is multiplied by", hyperparameters.AdviceOnLearningRate());
        }

        if (isCautious)
            CheckCautious(location, kind, form);
        var catchesUp = attribute.Named("CatchUp")?.Value is true;
        if (catchesUp && (isCautious || kind is Kind.L2 or Kind.InDirection))
            RefuseCatchUp(location, kind, isCautious);
        var coefficient = coefficients.Read(
            attribute, "WeightDecay", 0, RangeModel.NotNegative, "The coefficient λ of weight decay: at least 0; 0 switches the decay off.");
        switch (kind)
        {
            case Kind.Decoupled:
                return new DecoupledDecay(coefficient, isCautious) { CatchesUp = catchesUp };
            case Kind.L2:
                return new GradientDecay(coefficient);
            case Kind.InDirection:
                return new DirectionDecay(coefficient, isCautious);
            case Kind.Independent:
                return new IndependentDecay(coefficient, isCautious) { CatchesUp = catchesUp };
            case Kind.Corrected:
                return new CorrectedDecay(coefficient, coefficients.Add(
                    attribute, "PeakLearningRate", double.NaN, RangeModel.Positive,
                    "The greatest learning rate η_max that the schedule reaches, to which corrected weight decay relates the current one; above 0."), isCautious) { CatchesUp = catchesUp };
            default:
                refusals.Add(
                    Descriptors.ModifierValue, location, "weight decay", rule.Name,
                    $"has the kind {((int)kind).ToString(CultureInfo.InvariantCulture)}; write one of {string.Join(", ", Enum.GetNames(typeof(Kind)))}");
                return null;
        }
    }

    private void RefuseCatchUp(Location location, Kind kind, bool isCautious) => refusals.Add(
        Descriptors.ModifierValue, location, "weight decay", rule.Name,
        isCautious
            ? "cannot catch up missed steps: what a cautious decay takes depends on the direction of each step; leave 'Cautious' or 'CatchUp' out"
            : $"cannot catch up missed steps: {kind} goes through the rule, which has no closed form; write WeightDecayKind.Decoupled, or leave 'CatchUp' out");

    private void CheckCautious(Location location, Kind kind, MethodForm? form)
    {
        if (kind == Kind.L2)
        {
            refusals.Add(
                Descriptors.ModifierForm, location, "Cautious weight decay", $"L2 decay enters the gradient of '{rule.Name}' before there is a direction",
                "write WeightDecayKind.InDirection, or leave 'Cautious' out");
        }
        else if (form == MethodForm.Update && kind != Kind.InDirection)
        {
            refusals.Add(
                Descriptors.ModifierForm, location, "Cautious weight decay", $"'{rule.Name}' declares 'Update'",
                "write the rule as 'Direction', or leave 'Cautious' out");
        }
    }
}
