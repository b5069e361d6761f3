using System.Reflection;

namespace FusedOptim.Tests.Kernels;

public class ShippedRulesTests
{
    /// <summary>A rule that is shipped but not listed would not be tested.</summary>
    [Fact]
    public void EveryRuleOfTheLibraryIsListed()
    {
        var shipped = typeof(UpdateRuleAttribute).Assembly.GetExportedTypes()
            .Where(type => type.GetCustomAttribute<UpdateRuleAttribute>() is not null);
        Assert.Equal(
            shipped.Select(type => type.Name).Order(), ShippedRules.All.Select(rule => rule.RuleType.Name).Distinct().Order());
    }

    [Fact]
    public void EveryRuleIsNamedByItsSchema() =>
        Assert.All(ShippedRules.All, rule => Assert.Equal(rule.RuleType.Name, rule.Schema.Name));
}
