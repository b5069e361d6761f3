using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>
/// The elements of a <see cref="ParameterSet{T}"/> of <see cref="Half"/>, which its spans show: without a scale, from 6·10⁻⁸ to
/// 65,504. NaN stays NaN; what rounds to more than 65,504 becomes infinite. States have <see cref="HalfFormat"/>.
/// </summary>
/// <param name="rounding">How values are rounded.</param>
internal sealed class HalfElementFormat(StorageRounding rounding)
    : StorageFormat(rounding == StorageRounding.Stochastic ? "half, stochastic" : "half", sizeof(ushort), 0)
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
            HalfLanes.Value(lower).StoreUnsafe(ref destination, i);
            HalfLanes.Value(upper).StoreUnsafe(ref destination, i + 8);
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
        for (var block = 0; block < count / BlockLength; block++)
        {
            var key = noise.BlockKey(block);
            for (var element = 0; element < BlockLength; element += 16)
            {
                var i = (nuint)(block * BlockLength + element);
                var (lower, upper) = Vector256.Widen(RoundingNoise.Of16(in key, (nuint)element));
                Vector256.Narrow(
                    HalfLanes.Stochastic(Vector256.LoadUnsafe(ref source, i), lower),
                    HalfLanes.Stochastic(Vector256.LoadUnsafe(ref source, i + 8), upper)).StoreUnsafe(ref destination, i);
            }
        }
    }

    [MethodImpl(KernelOptions.Loop)]
    private static void EncodeNearest(ref float source, ref ushort destination, int count)
    {
        for (nuint i = 0; i < (nuint)count; i += 16)
        {
            Vector256.Narrow(
                HalfLanes.Nearest(Vector256.LoadUnsafe(ref source, i)),
                HalfLanes.Nearest(Vector256.LoadUnsafe(ref source, i + 8))).StoreUnsafe(ref destination, i);
        }
    }
}
