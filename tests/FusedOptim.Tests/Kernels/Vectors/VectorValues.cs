using System.Numerics;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>Values that an operation could treat differently at one width: special ones, all pairs of them, and random ones.</summary>
internal static class VectorValues<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RandomCount = 2_000;

    /// <summary>Zeros of both signs, denormals, integers and halves, the edges of what has a fraction, and what is not finite.</summary>
    public static T[] Special { get; } = [.. SpecialMagnitudes().SelectMany(value => (T[])[value, -value]), T.NaN];

    /// <summary>The special values, values of every magnitude, and random bits.</summary>
    public static T[] Single { get; } = [.. Special, .. Random(seed: 1)];

    /// <summary>All pairs of special values, and random pairs.</summary>
    public static (T A, T B)[] Pairs { get; } =
    [
        .. from a in Special from b in Special select (a, b),
        .. Random(seed: 2).Zip(Random(seed: 3)),
    ];

    /// <summary>All triples of special values, and random triples.</summary>
    public static (T A, T B, T C)[] Triples { get; } =
    [
        .. from a in Special from b in Special from c in Special select (a, b, c),
        .. Random(seed: 4).Zip(Random(seed: 5), Random(seed: 6)),
    ];

    private static int FractionBits => typeof(T) == typeof(float) ? 23 : 52;

    private static int LeastExponent => typeof(T) == typeof(float) ? -126 : -1022;

    private static IEnumerable<T> SpecialMagnitudes()
    {
        foreach (var value in (double[])[0, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 3.5, 1e-3, 12345.678])
            yield return T.CreateTruncating(value);
        var leastNormal = T.ScaleB(T.One, LeastExponent);
        var firstInteger = T.ScaleB(T.One, FractionBits);
        yield return T.BitDecrement(T.CreateTruncating(0.5));
        yield return T.BitIncrement(T.One);
        yield return T.Epsilon;
        yield return T.BitDecrement(leastNormal);
        yield return leastNormal;
        yield return firstInteger / (T.One + T.One) + T.CreateTruncating(0.5);
        yield return firstInteger - T.One;
        yield return firstInteger + T.One;
        yield return T.ScaleB(T.One, -LeastExponent);
        yield return T.BitDecrement(T.PositiveInfinity);
        yield return T.PositiveInfinity;
    }

    private static T[] Random(ulong seed)
    {
        var generator = new BitGenerator(seed);
        var values = new T[RandomCount];
        EdgeValues.Fill<T>(values, ref generator);
        foreach (ref var value in values.AsSpan(0, RandomCount / 2))
        {
            var bits = generator.NextBits();
            value = typeof(T) == typeof(float)
                ? (T)(object)BitConverter.UInt32BitsToSingle((uint)bits)
                : (T)(object)BitConverter.UInt64BitsToDouble(bits);
        }

        return values;
    }
}
