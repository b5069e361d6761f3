using System.Runtime.CompilerServices;
using FusedOptim.Groups;
using FusedOptim.Rules;
using FusedOptim.Tests.Execution;

namespace FusedOptim.Tests.Parameters;

/// <summary>Memory lives no longer than what reaches it.</summary>
[Trait("Kind", "Threads")]
public class MemoryOwnershipTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void ForgottenSetsAndOptimizersGiveTheirMemoryBack()
    {
        WeakReference[] memory = [.. Enumerable.Range(0, 4).SelectMany(_ => Forget())];
        Assert.Equal(4 * 4, memory.Length);
        Eventually.Holds(() =>
        {
            GC.Collect();
            return !memory.Any(array => array.IsAlive);
        });
    }

    /// <summary>The memory of values, gradients and two states of an optimizer that has stepped.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Forget()
    {
        var set = new ParameterSet<float>();
        var parameter = set.Add("a", ParameterKind.Weight, Count);
        parameter.Values.Fill(1);
        parameter.Gradients.Fill(1);
        Optimizer.Create(set, new AdamW()).Step();
        var states = parameter.States!;
        object?[] memory =
            [set.Storage.ValueSlab.Memory, set.Storage.GradientSlab.Memory, states[0].Slab.Memory, states[1].Slab.Memory];
        return [.. memory.Select(array => new WeakReference(Assert.IsAssignableFrom<Array>(array)))];
    }
}
