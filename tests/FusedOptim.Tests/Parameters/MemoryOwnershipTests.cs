using System.Runtime.CompilerServices;

namespace FusedOptim.Tests.Parameters;

/// <summary>Memory lives as long as anything that reaches it, and no longer.</summary>
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

    [Fact]
    public void ASpanThatOutlivesItsSetIsMemoryOfNobodyElse()
    {
        var set = new ParameterSet();
        var values = set.Add("a", ParameterKind.Weight, Count).Values;
        set.Dispose();
        var other = Enumerable.Range(0, 8).Select(_ =>
        {
            var next = new ParameterSet();
            next.Add("b", ParameterKind.Weight, Count).Values.Fill(1);
            return next;
        }).ToArray();

        values.Fill(2);

        foreach (var next in other)
        {
            Assert.Equal(-1, next["b"].Values.IndexOfAnyExcept(1f));
            next.Dispose();
        }
    }

    [Fact]
    public void ASpanKeepsTheMemoryOfASetThatIsForgotten()
    {
        var values = ValuesOfAForgottenSet();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.Equal(-1, values.IndexOfAnyExcept(3f));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        var set = new ParameterSet();
        var parameter = set.Add("a", ParameterKind.Weight, Count);
        parameter.Values.Fill(1);
        parameter.Gradients.Fill(1);
        Optimizer.Create(set, new AdamW()).Step();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Span<float> ValuesOfAForgottenSet()
    {
        var values = new ParameterSet().Add("a", ParameterKind.Weight, Count).Values;
        values.Fill(3);
        return values;
    }
}
