using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Formats;

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

    /// <summary>The keys of blocks from the first on.</summary>
    /// <param name="keys">Receives the keys.</param>
    internal void BlockKeys(Span<uint> keys)
    {
        var block = 0;
        for (; block <= keys.Length - Vector256<uint>.Count; block += Vector256<uint>.Count)
        {
            var bits = Mix(Vector512.Create(_key + (ulong)(_firstBlock + block)) + Vector512<ulong>.Indices);
            Vector512.Narrow(bits, bits).GetLower().CopyTo(keys[block..]);
        }

        for (; block < keys.Length; block++)
            keys[block] = BlockKey(block);
    }

    /// <summary>The noise of an element of a block: from 0 to 65,535.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="element">The element's index in the block.</param>
    public static uint Of(uint key, int element)
    {
        var bits = Hash(key + Lanes[element / 2]);
        return element % 2 == 0 ? bits & 0xFFFF : bits >> 16;
    }

    /// <summary>The noise of 8 elements of a block.</summary>
    /// <param name="key">The key of the block.</param>
    /// <param name="element">The first one's index in the block.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<ushort> Of8(ref readonly uint key, nuint element)
    {
        var bits = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Lanes), element / 2) + Vector128.Create(key);
        bits ^= bits >>> 16;
        bits *= Vector128.Create(Factor);
        return (bits ^ bits >>> 15).AsUInt16();
    }

    /// <summary>The noise of 16 elements of a block.</summary>
    /// <inheritdoc cref="Of8"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<ushort> Of16(ref readonly uint key, nuint element)
    {
        var bits = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(Lanes), element / 2) + Vector256.Create(key);
        bits ^= bits >>> 16;
        bits *= Vector256.Create(Factor);
        return (bits ^ bits >>> 15).AsUInt16();
    }

    /// <summary>The noise of 32 elements of a block.</summary>
    /// <inheritdoc cref="Of8"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<ushort> Of32(ref readonly uint key, nuint element)
    {
        var bits = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(Lanes), element / 2) + Vector512.Create(key);
        bits ^= bits >>> 16;
        bits *= Vector512.Create(Factor);
        return (bits ^ bits >>> 15).AsUInt16();
    }

    // What is added to the key for each pair of elements: multiples of 2³² divided by the golden ratio. A table, because
    // vectors load it while their arithmetic is busy.
    private static ReadOnlySpan<uint> Lanes =>
    [
        0x00000000, 0x9E3779B9, 0x3C6EF372, 0xDAA66D2B, 0x78DDE6E4, 0x1715609D, 0xB54CDA56, 0x5384540F,
        0xF1BBCDC8, 0x8FF34781, 0x2E2AC13A, 0xCC623AF3, 0x6A99B4AC, 0x08D12E65, 0xA708A81E, 0x454021D7,
        0xE3779B90, 0x81AF1549, 0x1FE68F02, 0xBE1E08BB, 0x5C558274, 0xFA8CFC2D, 0x98C475E6, 0x36FBEF9F,
        0xD5336958, 0x736AE311, 0x11A25CCA, 0xAFD9D683, 0x4E11503C, 0xEC48C9F5, 0x8A8043AE, 0x28B7BD67,
    ];

    private static uint Hash(uint bits)
    {
        bits ^= bits >> 16;
        bits *= Factor;
        return bits ^ bits >> 15;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Mix(Vector512<ulong> bits)
    {
        bits += Vector512.Create(0x9E3779B97F4A7C15);
        bits = (bits ^ bits >>> 30) * Vector512.Create(0xBF58476D1CE4E5B9);
        bits = (bits ^ bits >>> 27) * Vector512.Create(0x94D049BB133111EB);
        return bits ^ bits >>> 31;
    }

    private static ulong Mix(ulong bits)
    {
        bits += 0x9E3779B97F4A7C15;
        bits = (bits ^ bits >> 30) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ bits >> 27) * 0x94D049BB133111EB;
        return bits ^ bits >> 31;
    }
}
