namespace FusedOptim.Tests.Kernels;

/// <summary>Settings of a rule that follow from its schema.</summary>
internal static class RuleSettings
{
    /// <summary>The rule itself, its other variants, and each variant with other numbers, none of which is zero.</summary>
    public static IEnumerable<IUpdateRule> Of(IUpdateRule rule)
    {
        IUpdateRule[] variants = [rule, .. RuleVariants.Of(rule).Where(variant => !variant.Equals(rule))];
        return variants.Concat(variants.Select(Changed).Where(changed => !variants.Contains(changed)));
    }

    private static IUpdateRule Changed(IUpdateRule rule)
    {
        var copy = rule.Copy();
        foreach (var (index, schema) in rule.Schema.Hyperparameters.Index())
        {
            var value = rule.GetHyperparameter(index);
            var other = schema.IsInteger ? value + 1 : value == 0 ? 1.0 / 64 : 0.875 * value;
            if (schema.Choices.Count == 0 && schema.Allows(other))
                copy.SetHyperparameter(index, other);
        }

        return copy;
    }
}
