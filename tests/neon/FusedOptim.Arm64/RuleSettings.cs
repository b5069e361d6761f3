namespace FusedOptim.Arm64;

/// <summary>Settings of the hyperparameters of any rule.</summary>
internal static class RuleSettings
{
    // Small enough for all rates, coefficients and thresholds; exact in both precisions.
    private const double SmallValue = 1.0 / 64;

    /// <summary>The rule with a small value for each hyperparameter that is zero, such as the weight decay of many rules.</summary>
    public static IUpdateRule WithoutZeros(IUpdateRule rule)
    {
        var copy = rule.Copy();
        foreach (var (index, schema) in rule.Schema.Hyperparameters.Index())
        {
            if (schema is { IsInteger: false, Maximum: > SmallValue } && copy.GetHyperparameter(index) == 0)
                copy.SetHyperparameter(index, SmallValue);
        }

        return copy;
    }
}
