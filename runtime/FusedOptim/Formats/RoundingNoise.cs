using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim;

/// <summary>
/// Counter-based noise for stochastic rounding: 16 random bits for every element, a function of seed, stream, step and the
/// element's index alone, so that neither the width of vectors nor the number of threads changes it.
/// </summary>
/// <remarks>
/// Each block has a key: the SplitMix64 finalizer (Steele, Lea and Flood, 2014) of seed, stream, step and block. Within a block,
/// lane i of 32 has the 32-bit hash "lowbias32" (Wellons, 2018) of the key and i; the lower half is the noise of element i, the
/// upper half that of element i + 32.
/// </remarks>
public readonly struct RoundingNoise
{
    /// <summary>How many random bits an element has.</summary>
    public const int BitCount = 16;

    private const uint LaneStride = 0x9E3779B9;
    private const uint FirstFactor = 0x21F0AAAD;
    private const uint SecondFactor = 0x735A2D97;

    private readonly ulong _key;
    private readonly long _firstBlock;

    private RoundingNoise(ulong key, long firstBlock) => (_key, _firstBlock) = (key, firstBlock);

    /// <summary>The noise of a stream at a step.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">What is rounded: each stream has noise of its own.</param>
    /// <param name="step">The step.</param>
    public RoundingNoise(ulong seed, int stream, int step)
        : this(Mix(Mix(seed) ^ ((ulong)(uint)stream << 32 | (uint)step)), 0)
    {
    }

    /// <summary>The same noise, for blocks that start at an element.</summary>
    /// <param name="firstElement">The element's index: a multiple of <see cref="StorageFormat.BlockLength"/>.</param>
    public RoundingNoise From(long firstElement) => new(_key, _firstBlock + firstElement / StorageFormat.BlockLength);

    /// <summary>The key of a block, from which the noise of its elements follows.</summary>
    /// <param name="block">The block, counted from the first.</param>
    public uint BlockKey(int block) => (uint)Mix(_key + (ulong)(_firstBlock + block));

    /// <summary>The noise of an element of a block: from 0 to 65,535.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="element">The element's index in the block.</param>
    public static uint Of(uint key, int element)
    {
        var bits = Hash(key + LaneStride * (uint)(element % 32));
        return element < 32 ? bits & 0xFFFF : bits >> 16;
    }

    /// <summary>Lanes of noise: the lower half of each is that of one element, the upper half that of the element 32
    /// further on.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="lane">The first lane: 0, 8, 16 or 24.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<uint> Lanes(uint key, int lane)
    {
        var bits = Vector256.Create(key + LaneStride * (uint)lane) +
            Vector256.Create(0, LaneStride, unchecked(2 * LaneStride), unchecked(3 * LaneStride),
                unchecked(4 * LaneStride), unchecked(5 * LaneStride), unchecked(6 * LaneStride), unchecked(7 * LaneStride));
        bits ^= bits >>> 16;
        bits *= Vector256.Create(FirstFactor);
        bits ^= bits >>> 15;
        bits *= Vector256.Create(SecondFactor);
        return bits ^ bits >>> 15;
    }

    private static uint Hash(uint bits)
    {
        bits ^= bits >> 16;
        bits *= FirstFactor;
        bits ^= bits >> 15;
        bits *= SecondFactor;
        return bits ^ bits >> 15;
    }

    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
        return bits ^ bits >> 31;
    }
}
