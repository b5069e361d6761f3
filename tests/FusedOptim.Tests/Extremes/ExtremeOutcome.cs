using FusedOptim.Schema;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Extremes;

/// <summary>The outcome of a rule on one kind of input.</summary>
internal enum ExtremeOutcome
{
    /// <summary>The rule does not have the hyperparameter.</summary>
    Absent,

    /// <summary>The rule cannot be made.</summary>
    Refused,

    /// <summary>Single precision follows the rule in double.</summary>
    Right,

    /// <summary>Single precision does not follow the rule in double, or the rule in double is not finite.</summary>
    Differs,

    /// <summary>A value is NaN in single precision.</summary>
    NaN,
}

/// <summary>Runs rules on kinds of input.</summary>
internal static class ExtremeOutcomes
{
    public static ExtremeOutcome Of(RuleCase rule, IEnumerable<ExtremeInput> inputs)
    {
        var outcome = ExtremeOutcome.Right;
        foreach (var input in inputs)
        {
            var single = ExtremePath.Run<float>(rule, input);
            if (single.StepOfNaN > 0)
                return ExtremeOutcome.NaN;
            if (outcome == ExtremeOutcome.Right && !single.Follows(ExtremePath.Run<double>(rule, input)))
                outcome = ExtremeOutcome.Differs;
        }

        return outcome;
    }

    /// <summary>The hyperparameter that is added to a divisor; null where a rule has none.</summary>
    public static HyperparameterSchema? EpsilonOf(RuleCase rule) => rule.Schema.Hyperparameters
        .FirstOrDefault(hyperparameter => hyperparameter.Name is "Epsilon" or "Epsilon1");

    public static ExtremeOutcome OfZeroEpsilon(RuleCase rule)
    {
        if (EpsilonOf(rule) is not { } epsilon)
            return ExtremeOutcome.Absent;
        try
        {
            return Of(rule.With(epsilon.Name, 0), ExtremeInput.All);
        }
        catch (ArgumentOutOfRangeException)
        {
            return ExtremeOutcome.Refused;
        }
    }

    public static ExtremeOutcome OfLeastEpsilon(RuleCase rule) => EpsilonOf(rule) is { } epsilon
        ? Of(rule.With(epsilon.Name, epsilon.Minimum), ExtremeInput.All)
        : ExtremeOutcome.Absent;
}
