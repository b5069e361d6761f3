namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The chain of trust over all shipped rules: method, strict scalar kernel, scalar kernel, vectors, bit for bit.
/// </summary>
public class VerificationTests
{
    // Loops take up to four vectors at a time: a second such round with every remainder, and one long tensor. Rules that see rows and columns
    // have views of several blocks in the first round.
    private static readonly VerifyOptions SecondRound = new()
    {
        Lengths = [.. Enumerable.Range(34, 112), 509],
        Steps = [1, 2, 1000],
        GradientScales = [1, 0.37],
    };

    // Each has several phases over some eighty views.
    private static readonly VerifyOptions OverViews = new() { Steps = [1, 1000], GradientScales = [1, 0.37], LargestOffset = 1 };

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void AllKernelsComputeTheMethod(string name)
    {
        var rule = ShippedRules.Find(name).Rule;
        RuleTest.Verify(rule, rule.Schema.UsesView ? OverViews : new VerifyOptions());
    }

    [Theory]
    [MemberData(nameof(ShippedRules.NamesWithoutView), MemberType = typeof(ShippedRules))]
    public void AllKernelsComputeTheMethodOverLongerTensors(string name) => RuleTest.Verify(ShippedRules.Find(name).Rule, SecondRound);
}
