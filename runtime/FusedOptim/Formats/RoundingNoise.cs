using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim;

/// <summary>
/// Counter-based noise for stochastic rounding: 16 random bits for every element, a function of seed, stream, step and the
/// element's index alone, so that neither the width of vectors nor the number of threads changes it.
/// </summary>
/// <remarks>
/// Each block has a key: the SplitMix64 finalizer (Steele, Lea and Flood, 2014) of seed, stream, step and block. Within a block,
/// elements 2i and 2i + 1 have the lower and the upper half of a 32-bit hash of the key and i. The hash is short, because it
/// is computed for every element that is stored, and the keys are well mixed already.
/// </remarks>
public readonly struct RoundingNoise
{
    /// <summary>How many random bits an element has.</summary>
    public const int BitCount = 16;

    private const uint LaneStride = 0x9E3779B9;
    private const uint Factor = 0x21F0AAAD;

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
        var bits = Hash(key + LaneStride * (uint)(element / 2));
        return element % 2 == 0 ? bits & 0xFFFF : bits >> 16;
    }

    /// <summary>The noise of 16 elements of a block.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="element">The first one's index in the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<ushort> Of16(uint key, int element)
    {
        var bits = Vector256.Create(key + LaneStride * (uint)(element / 2)) +
            Vector256<uint>.Indices * Vector256.Create(LaneStride);
        bits ^= bits >>> 16;
        bits *= Vector256.Create(Factor);
        return (bits ^ bits >>> 15).AsUInt16();
    }

    /// <summary>The noise of 32 elements of a block.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="element">The first one's index in the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ushort> Of32(uint key, int element)
    {
        var bits = Vector512.Create(key + LaneStride * (uint)(element / 2)) +
            Vector512<uint>.Indices * Vector512.Create(LaneStride);
        bits ^= bits >>> 16;
        bits *= Vector512.Create(Factor);
        return (bits ^ bits >>> 15).AsUInt16();
    }

    private static uint Hash(uint bits)
    {
        bits ^= bits >> 16;
        bits *= Factor;
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
