using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

public class KernelTargetsTests
{
    private const string ExpectedVariable = "FUSEDOPTIM_EXPECT_TARGET";

    /// <summary>
    /// Whoever switches instruction sets off names the target that must be left as the widest, so that a setting which
    /// the runtime ignores is found out. tests/isa.sh does.
    /// </summary>
    [Fact]
    public void TheWidestTargetIsTheOneThatTheEnvironmentExpects()
    {
        if (Environment.GetEnvironmentVariable(ExpectedVariable) is { Length: > 0 } expected)
            Assert.Equal(expected, KernelTargets.Supported[^1].ToString());
    }

    [Fact]
    public void SupportedListsScalarCodeAlwaysAndVectorsAsTheHardwareHasThem()
    {
        List<KernelTarget> expected = [KernelTarget.Reference, KernelTarget.StrictScalar, KernelTarget.Scalar];
        if (Vector128.IsHardwareAccelerated)
            expected.Add(KernelTarget.Vector128);
        if (Vector256.IsHardwareAccelerated)
            expected.Add(KernelTarget.Vector256);
        if (Vector512.IsHardwareAccelerated)
            expected.Add(KernelTarget.Vector512);
        Assert.Equal(expected, KernelTargets.Supported);
        Assert.All(Enum.GetValues<KernelTarget>(), target =>
            Assert.Equal(expected.Contains(target), KernelTargets.IsSupported(target)));
        Assert.False(KernelTargets.IsSupported((KernelTarget)99));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void NothingForcedSelectsTheWidest(string? forced) =>
        Assert.Equal(KernelTargets.Supported[^1], KernelTargets.Select(forced));

    [Theory]
    [InlineData("Reference", KernelTarget.Reference)]
    [InlineData("StrictScalar", KernelTarget.StrictScalar)]
    [InlineData("Scalar", KernelTarget.Scalar)]
    [InlineData("scalar", KernelTarget.Scalar)]
    [InlineData("  SCALAR ", KernelTarget.Scalar)]
    public void ANameSelectsItsTargetInAnyCase(string forced, KernelTarget expected) =>
        Assert.Equal(expected, KernelTargets.Select(forced));

    [Fact]
    public void EverySupportedTargetCanBeForced() =>
        Assert.All(KernelTargets.Supported, target => Assert.Equal(target, KernelTargets.Select(target.ToString())));

    [Fact]
    public void AnUnsupportedTargetIsRefusedByName()
    {
        foreach (var target in Enum.GetValues<KernelTarget>().Except(KernelTargets.Supported))
        {
            var exception = Assert.Throws<InvalidOperationException>(() => KernelTargets.Select(target.ToString()));
            Assert.Contains(target.ToString(), exception.Message, StringComparison.Ordinal);
            Assert.Contains(KernelTargets.EnvironmentVariable, exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void MultiplyAddsAreFusedWhereTheInstructionIsSupported() => Assert.Equal(
        Fma.IsSupported || AdvSimd.IsSupported, KernelTargets.HasFusedMultiplyAdd);

    [Theory]
    [InlineData("AVX2")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("+2")]
    [InlineData("Scalar, Vector128")]
    [InlineData("Scalar,")]
    public void AnythingElseIsRefusedWithTheListOfTargets(string forced)
    {
        var exception = Assert.Throws<InvalidOperationException>(() => KernelTargets.Select(forced));
        Assert.Contains($"'{forced}'", exception.Message, StringComparison.Ordinal);
        Assert.All(
            Enum.GetNames<KernelTarget>(), name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }
}
