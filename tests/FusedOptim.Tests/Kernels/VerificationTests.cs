namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The chain of trust over all shipped rules: method, strict scalar kernel, scalar kernel, vectors, bit for bit.
/// </summary>
public class VerificationTests
{
    // Loops take up to four vectors at a time: a second such round with every remainder, and one long tensor.
    private static readonly VerifyOptions SecondRound = new()
    {
        Lengths = [.. Enumerable.Range(34, 112), 509],
        Steps = [1, 2, 1000],
        GradientScales = [1, 0.37],
    };

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void AllKernelsComputeTheMethod(string name) => RuleTest.Verify(ShippedRules.Find(name).Rule, new VerifyOptions());

    [Theory]
    [MemberData(nameof(ShippedRules.Names), MemberType = typeof(ShippedRules))]
    public void AllKernelsComputeTheMethodOverLongerTensors(string name) => RuleTest.Verify(ShippedRules.Find(name).Rule, SecondRound);
}
