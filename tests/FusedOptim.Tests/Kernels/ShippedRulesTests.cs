namespace FusedOptim.Tests.Kernels;

public class ShippedRulesTests
{
    /// <summary>A rule that is shipped but not listed would not be tested.</summary>
    [Fact]
    public void EveryRuleOfTheLibraryIsListed() => Assert.Equal(
        UpdateRules.Shipped.Select(rule => rule.FullName),
        ShippedRules.All.Select(rule => rule.RuleType.FullName!).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void EveryRuleIsNamedByItsSchema() =>
        Assert.All(ShippedRules.All, rule => Assert.Equal(rule.RuleType.Name, rule.Schema.Name));

    /// <summary>What a rule that is not recorded is tested in.</summary>
    [Fact]
    public void SettingsThatFollowFromTheSchemaReachEveryVariantAndLeaveNoNumberAtZero() => Assert.All(UpdateRules.Shipped, description =>
    {
        var rule = description.Create();
        var settings = RuleSettings.Of(rule).ToArray();
        Assert.Equal(rule, settings[0]);
        Assert.Equal(settings.Length, settings.Distinct().Count());
        Assert.Equal(rule.Schema.Variants.Count, settings.Select(setting => setting.Variant).Distinct().Count());
        foreach (var (index, schema) in rule.Schema.Hyperparameters.Index())
        {
            if (schema.Choices.Count == 0)
                Assert.Contains(settings, setting => setting.GetHyperparameter(index) != 0);
        }
    });
}
