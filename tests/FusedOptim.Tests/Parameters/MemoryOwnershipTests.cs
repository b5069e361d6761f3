using System.Runtime.CompilerServices;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Parameters;

/// <summary>Memory lives no longer than what reaches it.</summary>
[Trait("Kind", "Threads")]
public class MemoryOwnershipTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void ForgottenSetsAndOptimizersGiveTheirMemoryBack()
    {
        const int sets = 40;
        var before = Environment.WorkingSet;
        for (var i = 0; i < sets; i++)
            Forget();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

        // Values, gradients and two states of 4 MiB each. A quarter is left for what other tests do meanwhile.
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, sets * 4L * Count * sizeof(float) / 4);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var set = new ParameterSet<float>();
        var parameter = set.Add("a", ParameterKind.Weight, Count);
        parameter.Values.Fill(1);
        parameter.Gradients.Fill(1);
        Optimizer.Create(set, new AdamW()).Step();
    }
}
