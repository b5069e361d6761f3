using System.Numerics;

namespace FusedOptim.Testing;

/// <summary>
/// Draws values from a list of the places where operations change what they do: half of the values are from the list, the others are
/// ordinary.
/// </summary>
internal static class BoundaryValues
{
    // Zeros, units, halves that rounding decides, the ends of the normal and denormal ranges of both precisions, and
    // whole numbers where the fraction runs out.
    private static readonly double[] s_boundaries =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.1, -0.1, 1e-8, 3.0, 10.0,
        double.NaN, double.PositiveInfinity, double.NegativeInfinity,
        float.Epsilon, -float.Epsilon, 1.17549435e-38, 1.1754942e-38, -1e-40, float.MaxValue, float.MinValue,
        double.Epsilon, -double.Epsilon, 2.2250738585072014e-308, 1e-310, double.MaxValue, double.MinValue,
        8388607.5, 16777216.0, -8388608.5, 4503599627370495.5, 9007199254740992.0, 1e30, -1e30, 1e-30,
    ];

    public static void Fill<T>(Span<T> values, ref BitGenerator generator)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (ref var value in values)
        {
            var ordinary = generator.NextUnit() * (1 << generator.Next(8));
            value = T.CreateTruncating(generator.Next(2) == 0 ? s_boundaries[generator.Next(s_boundaries.Length)] : ordinary);
        }
    }
}
