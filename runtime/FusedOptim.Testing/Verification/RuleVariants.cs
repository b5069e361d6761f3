namespace FusedOptim.Testing;

/// <summary>A rule in every combination of its structural hyperparameters.</summary>
internal static class RuleVariants
{
    public static IReadOnlyList<IUpdateRule> Of(IUpdateRule rule)
    {
        IReadOnlyList<IUpdateRule> variants = [rule.Copy()];
        var schemas = rule.Schema.Hyperparameters;
        for (var index = 0; index < schemas.Count; index++)
        {
            if (schemas[index].Choices.Count > 0)
                variants = [.. variants.SelectMany(variant => schemas[index].Choices.Select(choice => With(variant, index, choice.Value)))];
        }

        return variants;
    }

    private static IUpdateRule With(IUpdateRule rule, int hyperparameter, double value)
    {
        var copy = rule.Copy();
        copy.SetHyperparameter(hyperparameter, value);
        return copy;
    }
}
