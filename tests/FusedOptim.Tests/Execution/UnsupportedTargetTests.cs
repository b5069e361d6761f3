using System.Runtime.InteropServices;
using FusedOptim.Execution;

namespace FusedOptim.Tests.Execution;

/// <summary>Messages about unsupported targets blame what is to blame.</summary>
public class UnsupportedTargetTests
{
    [Theory]
    [InlineData(KernelTarget.Vector256, "this processor does not have AVX2 with FMA.")]
    [InlineData(KernelTarget.Vector512, "this processor does not have AVX-512.")]
    public void TheProcessorIsBlamedFirst(KernelTarget target, string expected)
    {
        Assert.Equal(expected, Explain(target, processorHasIt: false));
        Assert.Equal(expected, Explain(target, processorHasIt: false, isAheadOfTime: true));
        Assert.Equal(expected, Explain(target, processorHasIt: false, settings: ("DOTNET_EnableAVX2", "0")));
    }

    [Theory]
    [InlineData(KernelTarget.Vector128, "128-bit vectors", "x86-64-v3")]
    [InlineData(KernelTarget.Vector256, "AVX2 with FMA", "x86-64-v3")]
    [InlineData(KernelTarget.Vector512, "AVX-512", "x86-64-v4")]
    public void AProgramAheadOfTimeNamesTheSetToPublishFor(KernelTarget target, string instructions, string set) => Assert.Equal(
        $"this program was compiled ahead of time without {instructions}. " +
        $"Set <IlcInstructionSet>{set}</IlcInstructionSet> in its project and publish it again.",
        // Which does not read the variables of the just-in-time compiler.
        Explain(target, isAheadOfTime: true, settings: ("DOTNET_EnableHWIntrinsic", "0")));

    [Theory]
    [InlineData(KernelTarget.Vector128, "DOTNET_EnableHWIntrinsic", "0", "128-bit vectors")]
    [InlineData(KernelTarget.Vector256, "DOTNET_EnableHWIntrinsic", "0", "AVX2 with FMA")]
    [InlineData(KernelTarget.Vector256, "DOTNET_EnableAVX", "0", "AVX2 with FMA")]
    [InlineData(KernelTarget.Vector256, "DOTNET_EnableAVX2", "0x0", "AVX2 with FMA")]
    [InlineData(KernelTarget.Vector256, "COMPlus_EnableAVX2", "00", "AVX2 with FMA")]
    [InlineData(KernelTarget.Vector512, "DOTNET_EnableAVX2", "0", "AVX-512")]
    [InlineData(KernelTarget.Vector512, "DOTNET_EnableAVX512", "0", "AVX-512")]
    [InlineData(KernelTarget.Vector512, "DOTNET_PreferredVectorBitWidth", "256", "AVX-512")]
    public void ASettingIsNamed(KernelTarget target, string name, string value, string instructions) => Assert.Equal(
        $"{name}={value} switches {instructions} off. Unset the variable.", Explain(target, settings: (name, value)));

    [Theory]
    [InlineData(KernelTarget.Vector256, "DOTNET_EnableAVX512", "0")]
    [InlineData(KernelTarget.Vector256, "DOTNET_EnableAVX2", "1")]
    [InlineData(KernelTarget.Vector512, "DOTNET_PreferredVectorBitWidth", "512")]
    [InlineData(KernelTarget.Vector512, "DOTNET_EnableAVX512", "no")]
    public void ASettingThatChangesNothingIsNotNamed(KernelTarget target, string name, string value) =>
        Assert.DoesNotContain(name + "=" + value + " switches", Explain(target, settings: (name, value)), StringComparison.Ordinal);

    [Fact]
    public void WithoutASettingTheRuntimeIsBlamed()
    {
        Assert.Contains("DOTNET_PreferredVectorBitWidth=512", Explain(KernelTarget.Vector512), StringComparison.Ordinal);
        Assert.Contains("operating system", Explain(KernelTarget.Vector256), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(KernelTarget.Vector256)]
    [InlineData(KernelTarget.Vector512)]
    public void OtherArchitecturesDoNotHaveTheTargetsOfX64(KernelTarget target) => Assert.Contains(
        "this is a process for Arm64",
        UnsupportedTarget.Explain(target, Architecture.Arm64, null, isAheadOfTime: true, _ => null), StringComparison.Ordinal);

    [Fact]
    public void ANumberIsNotATarget() => Assert.Equal("it is not a kernel target.", Explain((KernelTarget)99));

    [Fact]
    public void TheProcessorHasWhatTheProcessRuns() => Assert.All(
        KernelTargets.Supported, target => Assert.NotEqual(false, Processor.Has(target)));

    private static string Explain(
        KernelTarget target, bool? processorHasIt = true, bool isAheadOfTime = false, params (string Name, string Value)[] settings) =>
        UnsupportedTarget.Explain(
            target, Architecture.X64, processorHasIt, isAheadOfTime,
            name => settings.FirstOrDefault(setting => setting.Name == name).Value);
}
