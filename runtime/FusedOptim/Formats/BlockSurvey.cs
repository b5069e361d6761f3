using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>
/// The values that decide about the scale of a block: the bits of its greatest magnitude, and whether any value is below zero. Negative zero is
/// not.
/// </summary>
internal static class BlockSurvey
{
    /// <summary>The sign of a float.</summary>
    public const uint SignBit = 0x80000000;

    /// <summary>The bits of infinity; those of NaN are greater.</summary>
    public const uint Infinity = 0x7F800000;

    /// <summary>All values of a block.</summary>
    /// <param name="source">The first value.</param>
    /// <param name="isSigned">Whether any value is below zero.</param>
    /// <returns>The bits of the greatest magnitude.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Of(ref float source, out bool isSigned) =>
        Avx512BW.IsSupported ? Of512(ref source, out isSigned) : Of256(ref source, out isSigned);

    /// <summary>The finite values of a block: neither the sign of NaN, which depends on the processor, nor that of infinity
    /// counts.</summary>
    /// <inheritdoc cref="Of"/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static uint OfFinite(ref float source, out bool isSigned)
    {
        Span<float> finite = stackalloc float[StorageFormat.BlockLength];
        for (var i = 0; i < finite.Length; i++)
        {
            var value = Unsafe.Add(ref source, i);
            finite[i] = float.IsFinite(value) ? value : 0;
        }

        return Of256(ref finite[0], out isSigned);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Of512(ref float source, out bool isSigned)
    {
        var (a, b, c, d) = (Bits(ref source, 0), Bits(ref source, 16), Bits(ref source, 32), Bits(ref source, 48));
        isSigned = Vector512.GreaterThanAny(Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d)), Vector512.Create(SignBit));
        // Twice the bits have no sign, and the order of the magnitudes.
        var greatest = Vector512.Max(Vector512.Max(a + a, b + b), Vector512.Max(c + c, d + d));
        var eight = Vector256.Max(greatest.GetLower(), greatest.GetUpper());
        return Greatest(Vector128.Max(eight.GetLower(), eight.GetUpper())) >> 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<uint> Bits(ref float source, nuint index) => Vector512.LoadUnsafe(ref source, index).AsUInt32();
    }

    [MethodImpl(KernelOptions.Loop)]
    private static uint Of256(ref float source, out bool isSigned)
    {
        var greatest = Vector256<uint>.Zero;
        var greatestWithSign = Vector256<uint>.Zero;
        for (nuint i = 0; i < StorageFormat.BlockLength; i += 8)
        {
            var bits = Vector256.LoadUnsafe(ref source, i).AsUInt32();
            greatest = Vector256.Max(greatest, bits & Vector256.Create(~SignBit));
            greatestWithSign = Vector256.Max(greatestWithSign, bits);
        }

        isSigned = Vector256.GreaterThanAny(greatestWithSign, Vector256.Create(SignBit));
        return Greatest(Vector128.Max(greatest.GetLower(), greatest.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Greatest(Vector128<uint> lanes)
    {
        lanes = Vector128.Max(lanes, Vector128.Shuffle(lanes, Vector128.Create(2u, 3, 0, 1)));
        return Vector128.Max(lanes, Vector128.Shuffle(lanes, Vector128.Create(1u, 0, 3, 2))).ToScalar();
    }
}
