using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim;

/// <summary>
/// <see cref="BFloat16"/>: 2 bytes an element; the range of single precision, and two to three decimal digits. NaN stays NaN,
/// infinity infinite.
/// </summary>
/// <param name="rounding">How values are rounded.</param>
public sealed class BFloat16Format(StorageRounding rounding = StorageRounding.Stochastic)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "bfloat16, stochastic" : "bfloat16", sizeof(ushort), 0)
{
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
            EncodeStochastic(ref source, noise, ref destination, values.Length);
        else
            EncodeNearest(ref source, ref destination, values.Length);
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeStochastic(ref float source, in RoundingNoise noise, ref ushort destination, int count)
    {
        var lowerHalf = Vector256.Create(0xFFFFu);
        for (var block = 0; block < count / BlockLength; block++)
        {
            var key = noise.BlockKey(block);
            var first = (nuint)(block * BlockLength);
            for (nuint lane = 0; lane < 32; lane += 16)
            {
                var a = RoundingNoise.Lanes(key, (int)lane);
                var b = RoundingNoise.Lanes(key, (int)lane + 8);
                var i = first + lane;
                Vector256.Narrow(
                    Code(ref source, i, a & lowerHalf), Code(ref source, i + 8, b & lowerHalf)).StoreUnsafe(ref destination, i);
                Vector256.Narrow(
                    Code(ref source, i + 32, a >>> 16), Code(ref source, i + 40, b >>> 16)).StoreUnsafe(ref destination, i + 32);
            }
        }
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
