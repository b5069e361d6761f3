using FusedOptim.Execution;

namespace FusedOptim.MachineCode.Tests;

/// <summary>
/// Loops of rules of 20, 100, 200 and 400 operations have no call: what the compiler stops inlining takes many times as long.
/// </summary>
public class LongRuleTests
{
    [WidthFact(KernelTarget.Vector512)]
    public void LoopsOf512BitsHaveNoCall() => Check(KernelTarget.Vector512, ("DOTNET_PreferredVectorBitWidth", "512"));

    [WidthFact(KernelTarget.Vector256)]
    public void LoopsOf256BitsHaveNoCall() => Check(KernelTarget.Vector256, ("DOTNET_EnableAVX512", "0"));

    [WidthFact(KernelTarget.Vector256)]
    public void LoopsOf128BitsWithFusedMultiplyAddsHaveNoCall() => Check(KernelTarget.Vector128, ("DOTNET_EnableAVX512", "0"));

    private static void Check(KernelTarget target, (string Variable, string Value) setting)
    {
        var costs = ListedKernels.Count(target, setting, ListedKernel.LongRules);
        Assert.Contains(costs.Keys, static name => name.StartsWith("Madds400.", StringComparison.Ordinal));
        Assert.All(costs, static pair => Assert.True(pair.Value.Calls == 0, $"{pair.Value.Calls} calls in the loop of {pair.Key}"));
    }
}
