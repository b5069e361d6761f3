using FusedOptim.Testing;

namespace FusedOptim.Tests.Optimization.Inputs;

/// <summary>Kernels with inputs, by the testing library.</summary>
public class InputVerificationTests
{
    private static readonly VerifyOptions s_options = new() { AllVariants = true };

    [Fact]
    public void KernelsOfAKeptInputAgree() => RuleTest.Verify(new HessianMomentum(), s_options);

    [Fact]
    public void KernelsOfANumberOfTheModelAgree() => RuleTest.Verify(new PolyakDescent(), s_options);

    [Fact]
    public void KernelsOfAllInputsAgree() => RuleTest.Verify(new SecondGradientDescent(), s_options);

    [Fact]
    public void KernelsOfAnElementAgree() => RuleTest.Verify(new ProductDescent(), s_options);
}
