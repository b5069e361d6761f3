using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>
/// <see cref="BFloat16"/>: 2 bytes an element; the range of single precision, and two to three decimal digits. NaN stays NaN,
/// infinity infinite; what rounds to more than 3.39·10³⁸ becomes infinite.
/// </summary>
/// <param name="rounding">How values are rounded.</param>
public sealed class BFloat16Format(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "bfloat16, stochastic" : "bfloat16", sizeof(ushort), 0)
{
    /// <inheritdoc/>
    public override InRegisterCodec InRegisterCodec => rounding == StorageRounding.Stochastic
        ? InRegisterCodec.By<StochasticBFloat16States>()
        : InRegisterCodec.By<NearestBFloat16States>();

    /// <inheritdoc/>
    [MethodImpl(KernelOptions.Loop)]
    public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        ref var source = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(codes));
        ref var destination = ref MemoryMarshal.GetReference(values);
        for (nuint i = 0; i < (nuint)values.Length; i += 16)
        {
            var (lower, upper) = Vector256.Widen(Vector256.LoadUnsafe(ref source, i));
            (lower << 16).AsSingle().StoreUnsafe(ref destination, i);
            (upper << 16).AsSingle().StoreUnsafe(ref destination, i + 8);
        }
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales)
    {
        AssertBlocks(codes.Length, scales.Length, values.Length);
        ref var source = ref MemoryMarshal.GetReference(values);
        ref var destination = ref Unsafe.As<byte, ushort>(ref MemoryMarshal.GetReference(codes));
        if (rounding == StorageRounding.Stochastic)
        {
            if (Avx512BW.IsSupported)
                EncodeStochastic512(ref source, noise, ref destination, values.Length);
            else
                EncodeStochastic(ref source, noise, ref destination, values.Length);
        }
        else
        {
            EncodeNearest(ref source, ref destination, values.Length);
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeStochastic(ref float source, in RoundingNoise noise, ref ushort destination, int count)
    {
        for (var block = 0; block < count / BlockLength; block++)
        {
            var key = noise.BlockKey(block);
            for (var element = 0; element < BlockLength; element += 16)
                Encode16(ref source, block * BlockLength + element, RoundingNoise.Of16(in key, (nuint)element), ref destination);
        }
    }

    // Halves of the bits are taken apart by one instruction for 32 elements, and the carry is that of 16-bit lanes.
    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeStochastic512(ref float source, in RoundingNoise noise, ref ushort destination, int count)
    {
        var even = Vector512<ushort>.Indices << 1;
        var odd = even + Vector512<ushort>.One;
        for (var block = 0; block < count / BlockLength; block++)
        {
            var key = noise.BlockKey(block);
            for (var element = 0; element < BlockLength; element += 32)
            {
                var i = (nuint)(block * BlockLength + element);
                var a = Vector512.LoadUnsafe(ref source, i);
                var b = Vector512.LoadUnsafe(ref source, i + 16);
                if (Avx512F.CompareUnordered(a, b).AsUInt32() != Vector512<uint>.Zero)
                {
                    Encode16(ref source, (int)i, RoundingNoise.Of16(in key, (nuint)element), ref destination);
                    Encode16(ref source, (int)i + 16, RoundingNoise.Of16(in key, (nuint)element + 16), ref destination);
                    continue;
                }

                var upper = Avx512BW.PermuteVar32x16x2(a.AsUInt16(), odd, b.AsUInt16());
                var lower = Avx512BW.PermuteVar32x16x2(a.AsUInt16(), even, b.AsUInt16());
                var carry = Vector512.LessThan(lower + RoundingNoise.Of32(in key, (nuint)element), lower);
                (upper - carry).StoreUnsafe(ref destination, i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Encode16(ref float source, int index, Vector256<ushort> noise, ref ushort destination)
    {
        var (lower, upper) = Vector256.Widen(noise);
        var i = (nuint)index;
        Vector256.Narrow(Code(ref source, i, lower), Code(ref source, i + 8, upper)).StoreUnsafe(ref destination, i);
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeNearest(ref float source, ref ushort destination, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            Vector256.Narrow(
                Code(ref source, i, ToNearest(ref source, i)),
                Code(ref source, i + 8, ToNearest(ref source, i + 8))).StoreUnsafe(ref destination, i);
        }
    }

    // Half of the distance of two codes, or just less where the lower of two equally near ones is even.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> ToNearest(ref float source, nuint index) =>
        Vector256.Create(0x7FFFu) + (Vector256.LoadUnsafe(ref source, index).AsUInt32() >>> 16 & Vector256.Create(1u));

    // The upper halves, after the addition carried into them or not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Code(ref float source, nuint index, Vector256<uint> addend)
    {
        var values = Vector256.LoadUnsafe(ref source, index);
        // A carry would make another number of NaN.
        var isNumber = Vector256.Equals(values, values).AsUInt32();
        return Vector256.ConditionalSelect(
            isNumber, values.AsUInt32() + addend, values.AsUInt32() | Vector256.Create(0x400000u)) >>> 16;
    }
}
