using System.Runtime.CompilerServices;

namespace FusedOptim.Tests.Parameters;

/// <summary>A span is safe to touch for as long as somebody holds it.</summary>
[Trait("Kind", "Threads")]
public class SpanLifetimeTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void ASpanThatOutlivesItsSetIsMemoryOfNobodyElse()
    {
        var set = new ParameterSet<float>();
        var values = set.Add("a", ParameterKind.Weight, Count).Values;
        set.Dispose();
        var other = Enumerable.Range(0, 8).Select(_ =>
        {
            var next = new ParameterSet<float>();
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
    private static Span<float> ValuesOfAForgottenSet()
    {
        var values = new ParameterSet<float>().Add("a", ParameterKind.Weight, Count).Values;
        values.Fill(3);
        return values;
    }
}
