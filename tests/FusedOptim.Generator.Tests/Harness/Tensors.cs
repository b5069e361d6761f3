using System.Numerics;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>The operands of a step: a parameter, its gradient, and the states of the rule.</summary>
internal sealed record Tensors<T>(T[] Parameter, T[] Gradient, T[][] States)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A copy for another target to work on.</summary>
    public Tensors<T> Copy() =>
        new([.. Parameter], [.. Gradient], [.. States.Select(state => (T[])state.Clone())]);

    /// <summary>The first element that is not the same bits as another's, or null; any NaN equals any NaN.</summary>
    public (int Index, string Description)? FirstDifference(Tensors<T> expected)
    {
        var difference = FirstDifference("parameter", Parameter, expected.Parameter)
            ?? FirstDifference("gradient", Gradient, expected.Gradient);
        for (var state = 0; state < States.Length; state++)
            difference ??= FirstDifference($"state {state}", States[state], expected.States[state]);
        return difference;
    }

    private static (int, string)? FirstDifference(string name, T[] actual, T[] expected)
    {
        for (var i = 0; i < actual.Length; i++)
        {
            if (!IsSame(actual[i], expected[i]))
                return (i, $"{name}[{i}] of {actual.Length} is {actual[i]:R}, expected {expected[i]:R}");
        }

        return null;
    }

    private static bool IsSame(T a, T b) =>
        T.IsNaN(a) ? T.IsNaN(b) : a == b && T.IsNegative(a) == T.IsNegative(b);
}
