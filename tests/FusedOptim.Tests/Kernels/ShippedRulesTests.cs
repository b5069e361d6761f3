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
        var listed = ShippedRules.All.Select(rule => rule.RuleType.Name).Distinct();
        Assert.Equal(shipped.Select(type => type.Name).Order(), listed.Order());
    }

    [Fact]
    public void EveryRuleIsNamedByItsSchema() =>
        Assert.All(ShippedRules.All, rule => Assert.Equal(rule.RuleType.Name, rule.Schema.Name));
}
