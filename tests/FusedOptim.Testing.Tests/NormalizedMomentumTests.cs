using FusedOptim.Testing.Tests.Rules;

namespace FusedOptim.Testing.Tests;

/// <summary>The two tests of a rule, as the page on testing shows them.</summary>
public class NormalizedMomentumTests
{
    [Fact]
    public void KernelsComputeTheMethod() =>
        RuleTest.Verify(new NormalizedMomentum(), new VerifyOptions { AllVariants = true });

    [Fact]
    public void GeneratedCode() => RuleTest.Snapshot("Rules/NormalizedMomentum.cs");
}
