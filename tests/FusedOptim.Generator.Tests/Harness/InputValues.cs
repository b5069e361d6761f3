using System.Numerics;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>Values for operands: half of them ordinary, half at the edges of arithmetic.</summary>
internal static class InputValues
{
    // Zeros, units, halves that rounding decides, the ends of the normal and denormal ranges of both precisions, and
    // whole numbers where the fraction runs out.
    private static readonly double[] s_edges =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.1, -0.1, 1e-8, 3.0, 10.0,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        float.Epsilon, -float.Epsilon, 1.17549435e-38, 1.1754942e-38, -1e-40, float.MaxValue, float.MinValue,
        double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 1e-310, double.MaxValue, double.MinValue,
        8388607.5, 16777216.0, -8388608.5, 4503599627370495.5, 9007199254740992.0, 1e30, -1e30, 1e-30,
    ];

    /// <summary>Operands for a rule with so many states.</summary>
    public static Tensors<T> Create<T>(Random random, int length, int states)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new(Stream<T>(random, length), Stream<T>(random, length),
            [.. Enumerable.Range(0, states).Select(_ => Stream<T>(random, length))]);

    /// <summary>One operand.</summary>
    public static T[] Stream<T>(Random random, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var values = new T[length];
        foreach (ref var value in values.AsSpan())
            value = T.CreateTruncating(random.Next(2) == 0 ? s_edges[random.Next(s_edges.Length)] : Ordinary(random));
        return values;
    }

    private static double Ordinary(Random random) =>
        (random.NextDouble() * 2 - 1) * Math.Pow(10, random.Next(-4, 3));
}
