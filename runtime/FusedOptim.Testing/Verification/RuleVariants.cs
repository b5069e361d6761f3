namespace FusedOptim.Testing;

/// <summary>A rule in every combination of its structural hyperparameters.</summary>
internal static class RuleVariants
{
    public static IReadOnlyList<TRule> Of<TRule>(TRule rule)
        where TRule : class, IUpdateRule<TRule>
    {
        IReadOnlyList<TRule> variants = [rule.Copy()];
        var schemas = TRule.Schema.Hyperparameters;
        for (var index = 0; index < schemas.Count; index++)
        {
            if (schemas[index].Choices.Count > 0)
                variants = [.. variants.SelectMany(variant => schemas[index].Choices.Select(choice => With(variant, index, choice.Value)))];
        }

        return variants;
    }

    private static TRule With<TRule>(TRule rule, int hyperparameter, double value)
        where TRule : class, IUpdateRule<TRule>
    {
        var copy = rule.Copy();
        copy.SetHyperparameter(hyperparameter, value);
        return copy;
    }
}
