using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.Training.Randomness;

/// <summary>Many numbers of a stream at once, with the bits of <see cref="RandomStream.GetUniform"/> and
/// <see cref="RandomStream.GetNormal"/>.</summary>
internal static class RandomNumbers
{
    private const int BlockLength = 256;
    private const int GreatestLaneCount = 8;

    /// <summary>Fills memory with uniform numbers.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="first">The place of the first number in the sequence.</param>
    /// <param name="values">Receives them.</param>
    /// <param name="target">The width of vectors.</param>
    public static void FillUniform(RandomStream random, long first, Span<double> values, KernelTarget target)
    {
        // A block has the numbers of an even place and of the next.
        if ((first & 1) != 0 && !values.IsEmpty)
        {
            values[0] = random.GetUniform(first++);
            values = values[1..];
        }

        var done = target switch
        {
            KernelTarget.Vector512 => FillPairs<PhiloxLanes512, Vector512<ulong>>(random, first >> 1, values),
            KernelTarget.Vector256 => FillPairs<PhiloxLanes256, Vector256<ulong>>(random, first >> 1, values),
            _ => FillPairs<PhiloxLanesScalar, ulong>(random, first >> 1, values),
        };
        for (var i = done; i < values.Length; i++)
            values[i] = random.GetUniform(first + i);
    }

    /// <summary>Fills memory with normal deviates.</summary>
    /// <inheritdoc cref="FillUniform"/>
    public static void FillNormal(RandomStream random, long first, Span<double> values, KernelTarget target)
    {
        FillUniform(random, first, values, target);
        NormalQuantile.Apply(values);
    }

    /// <summary>values[i] ← values[i] + factor·(normal deviate), rounded to the type of the values before it is added.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="first">The place of the first deviate in the sequence.</param>
    /// <param name="factor">The standard deviation.</param>
    /// <param name="values">What is added to.</param>
    public static void AddNormal<T>(RandomStream random, long first, double factor, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> deviates = stackalloc double[BlockLength];
        for (var start = 0; start < values.Length; start += BlockLength)
        {
            var part = values[start..Math.Min(start + BlockLength, values.Length)];
            FillNormal(random, first + start, deviates[..part.Length], KernelTargets.Selected);
            for (var i = 0; i < part.Length; i++)
                part[i] += T.CreateTruncating(factor * deviates[i]);
        }
    }

    /// <summary>values[i] = mean + deviation·(normal deviate i).</summary>
    /// <param name="random">The stream.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="values">Receives the values, rounded.</param>
    public static void FillNormal<T>(RandomStream random, double mean, double deviation, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Span<double> deviates = stackalloc double[BlockLength];
        for (var start = 0; start < values.Length; start += BlockLength)
        {
            var part = values[start..Math.Min(start + BlockLength, values.Length)];
            FillNormal(random, start, deviates[..part.Length], KernelTargets.Selected);
            for (var i = 0; i < part.Length; i++)
                part[i] = T.CreateTruncating(mean + deviation * deviates[i]);
        }
    }

    private static int FillPairs<TLanes, TVector>(RandomStream random, long firstPair, Span<double> values)
        where TLanes : struct, IPhiloxLanes<TVector>
        where TVector : unmanaged
    {
        Span<ulong> even = stackalloc ulong[GreatestLaneCount];
        Span<ulong> odd = stackalloc ulong[GreatestLaneCount];
        var i = 0;
        for (; i <= values.Length - 2 * TLanes.Count; i += 2 * TLanes.Count)
        {
            var (c0, c1, c2, c3) = PhiloxBlocks.Of<TLanes, TVector>(random, (ulong)(firstPair + i / 2));
            TLanes.Store(TLanes.Join(c0, c1), even);
            TLanes.Store(TLanes.Join(c2, c3), odd);
            for (var lane = 0; lane < TLanes.Count; lane++)
            {
                values[i + 2 * lane] = RandomStream.ToUniform(even[lane]);
                values[i + 2 * lane + 1] = RandomStream.ToUniform(odd[lane]);
            }
        }

        return i;
    }
}
