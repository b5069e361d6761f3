using System.Runtime.Intrinsics;
using FusedOptim.Execution;

namespace FusedOptim.Training.Randomness;

/// <summary>
/// Random bits that are 1 with a given probability, many at a time: words of <see cref="Philox"/>, compared with a
/// threshold. The same bits whatever the width of vectors.
/// </summary>
/// <remarks>
/// Word w of the sequence is made of the eight blocks whose counters start at 8·w: of the four random words of block b, the
/// i-th decides on bit 8·i + b.
/// </remarks>
internal static class PhiloxThreshold
{
    private const int BlocksPerWord = 8;

    /// <summary>Fills words with bits that are 1 where a random number is at least the threshold.</summary>
    /// <param name="random">The stream of random numbers.</param>
    /// <param name="firstWord">The place of the first word in the sequence.</param>
    /// <param name="threshold">Bits are 0 with probability threshold / 2³².</param>
    /// <param name="words">Receives the bits.</param>
    public static void Fill(RandomStream random, long firstWord, uint threshold, Span<uint> words) =>
        Fill(random, firstWord, threshold, words, KernelTargets.Selected);

    /// <summary>Does the same with vectors of a given width.</summary>
    public static void Fill(RandomStream random, long firstWord, uint threshold, Span<uint> words, KernelTarget target)
    {
        if (target == KernelTarget.Vector512)
            Fill<PhiloxLanes512, Vector512<ulong>>(random, firstWord, threshold, words);
        else if (target == KernelTarget.Vector256)
            Fill<PhiloxLanes256, Vector256<ulong>>(random, firstWord, threshold, words);
        else
            Fill<PhiloxLanesScalar, ulong>(random, firstWord, threshold, words);
    }

    private static void Fill<TLanes, TVector>(RandomStream random, long firstWord, uint threshold, Span<uint> words)
        where TLanes : struct, IPhiloxLanes<TVector>
        where TVector : unmanaged
    {
        var counter = (ulong)firstWord * BlocksPerWord;
        var thresholds = TLanes.Broadcast(threshold);
        foreach (ref var word in words)
        {
            word = 0;
            for (var block = 0; block < BlocksPerWord; block += TLanes.Count)
            {
                var (c0, c1, c2, c3) = PhiloxBlocks.Of<TLanes, TVector>(random, counter + (ulong)block);
                word |= (TLanes.AtLeast(c0, thresholds) | TLanes.AtLeast(c1, thresholds) << 8 |
                    TLanes.AtLeast(c2, thresholds) << 16 | TLanes.AtLeast(c3, thresholds) << 24) << block;
            }

            counter += BlocksPerWord;
        }
    }
}
