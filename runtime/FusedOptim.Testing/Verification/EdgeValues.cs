using System.Numerics;

namespace FusedOptim.Testing;

/// <summary>
/// Draws values that kernels could treat differently: a quarter are edge values, the others are ordinary.
/// </summary>
internal static class EdgeValues
{
    public static void Fill<T>(Span<T> values, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
            value = Draw<T>(ref generator);
    }

    public static void FillOrdinary<T>(Span<T> values, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
            value = T.CreateTruncating(generator.NextUnit());
    }

    public static void FillPositive<T>(Span<T> values, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
            value = T.CreateTruncating(Math.Abs(generator.NextUnit()) + 0.125);
    }

    /// <summary>
    /// Draws finite values of at most 1: what they and their squares sum to is finite too, so that what is computed from
    /// sums is compared as well.
    /// </summary>
    public static void FillFinite<T>(Span<T> values, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
        {
            var unit = T.CreateTruncating(generator.NextUnit());
            value = generator.Next(32) switch
            {
                0 => T.Zero,
                1 => T.NegativeZero,
                2 => T.ScaleB(unit, SmallestExponent<T>() + generator.Next(24)),  // denormal
                3 => T.ScaleB(unit, -generator.Next(-SmallestExponent<T>())),  // any magnitude below 1
                < 18 => T.Abs(unit),
                _ => unit,
            };
        }
    }

    private static T Draw<T>(ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var unit = T.CreateTruncating(generator.NextUnit());
        return generator.Next(32) switch
        {
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.NegativeInfinity,
            3 => T.Zero,
            4 => T.NegativeZero,
            5 => unit < T.Zero ? -Largest<T>() : Largest<T>(),
            6 => T.ScaleB(unit, SmallestExponent<T>() + generator.Next(24)),  // denormal
            7 => T.ScaleB(unit, generator.Next(-2 * SmallestExponent<T>()) + SmallestExponent<T>()),  // any magnitude
            // Ordinary values: half of them not negative, as second moments are.
            < 20 => T.Abs(unit),
            _ => unit,
        };
    }

    private static T Largest<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        T.ScaleB(T.One - T.ScaleB(T.One, -11), -SmallestExponent<T>() + 2);

    private static unsafe int SmallestExponent<T>()
        where T : unmanaged => sizeof(T) == sizeof(float) ? -126 : -1022;
}
