using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Masks of one bit a value: bit i mod 32 of word i / 32 says whether value i is kept.</summary>
internal static class DropoutMask
{
    /// <summary>The greatest probability of dropping a value. Above it, rounded, everything would be dropped.</summary>
    public const double GreatestProbability = 1 - 1.0 / (1L << 32);

    private const int WordLength = 32;

    /// <summary>The threshold that <see cref="Draw"/> takes for a probability.</summary>
    public static uint Threshold(double probability) => (uint)Math.Round(probability * (1L << 32));

    /// <summary>The number of words of a mask.</summary>
    /// <param name="length">How many values it is for.</param>
    public static int WordCount(int length) => (length + WordLength - 1) / WordLength;

    /// <summary>Draws words.</summary>
    /// <param name="random">What they are drawn from.</param>
    /// <param name="pass">The number of the pass: every one has 2³¹ words of its own.</param>
    /// <param name="firstWord">The place of the first word in the pass.</param>
    /// <param name="threshold">Values are dropped with probability threshold / 2³².</param>
    /// <param name="words">Receives them.</param>
    public static void Draw(RandomStream random, long pass, int firstWord, uint threshold, Span<uint> words) =>
        PhiloxThreshold.Fill(random, (pass << 31) + firstWord, threshold, words);

    /// <summary>results[i] = values[i]·scale where the mask keeps, 0 elsewhere.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="values">The values.</param>
    /// <param name="results">Receives as many.</param>
    /// <param name="scale">The factor.</param>
    public static void Apply<T>(ReadOnlySpan<uint> mask, ReadOnlySpan<T> values, Span<T> results, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var destination = ref MemoryMarshal.GetReference(results[..values.Length]);
        var scales = Vector256.Create(scale);
        var i = 0;
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
        {
            var scaled = Vector256.LoadUnsafe(ref source, (nuint)i) * scales;
            (scaled & Select<T>(mask[i / WordLength] >> i % WordLength)).StoreUnsafe(ref destination, (nuint)i);
        }

        for (; i < values.Length; i++)
            results[i] = (mask[i / WordLength] >> i % WordLength & 1) != 0 ? values[i] * scale : T.Zero;
    }

    /// <summary>results[i] = values[i]·scale.</summary>
    /// <param name="values">The values.</param>
    /// <param name="results">Receives as many.</param>
    /// <param name="scale">The factor.</param>
    public static void Scale<T>(ReadOnlySpan<T> values, Span<T> results, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (scale == T.One)
        {
            values.CopyTo(results);
            return;
        }

        ref var source = ref MemoryMarshal.GetReference(values);
        ref var destination = ref MemoryMarshal.GetReference(results[..values.Length]);
        var scales = Vector256.Create(scale);
        var i = 0;
        for (; i <= values.Length - Vector256<T>.Count; i += Vector256<T>.Count)
            (Vector256.LoadUnsafe(ref source, (nuint)i) * scales).StoreUnsafe(ref destination, (nuint)i);
        for (; i < values.Length; i++)
            results[i] = values[i] * scale;
    }

    // All bits of a lane, where its bit is set.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Select<T>(uint bits)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            var lanes = Vector256.Create(1u, 2, 4, 8, 16, 32, 64, 128);
            return Vector256.Equals(Vector256.Create(bits) & lanes, lanes).As<uint, T>();
        }
        else
        {
            var lanes = Vector256.Create(1UL, 2, 4, 8);
            return Vector256.Equals(Vector256.Create((ulong)bits) & lanes, lanes).As<ulong, T>();
        }
    }
}
