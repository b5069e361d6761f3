using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>States in bfloat16, rounded stochastically in the registers of kernels.</summary>
internal readonly struct StochasticBFloat16States : IStateAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref float state, nuint index) => BFloat16Lanes.Load512(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float state, nuint index) => BFloat16Lanes.Load256(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float state, nuint index)
    {
        var noise = RoundingNoise.Of16(in EncodedState.Of(ref state).KeyOf(index), index % StorageFormat.BlockLength);
        BFloat16Lanes.Store(values, Avx512F.ConvertToVector512UInt32(noise), ref state, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref float state, nuint index)
    {
        var noise = RoundingNoise.Of8(in EncodedState.Of(ref state).KeyOf(index), index % StorageFormat.BlockLength);
        BFloat16Lanes.Store(values, Avx2.ConvertToVector256Int32(noise).AsUInt32(), ref state, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref float operand, nuint index) => BFloat16Lanes.Prefetch(ref operand, index);
}
