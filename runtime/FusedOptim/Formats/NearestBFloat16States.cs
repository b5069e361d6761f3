using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Formats;

/// <summary>States in bfloat16, rounded to nearest even in the registers of kernels.</summary>
internal readonly struct NearestBFloat16States : IStateAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref float state, nuint index) => BFloat16Lanes.Load512(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float state, nuint index) => BFloat16Lanes.Load256(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float state, nuint index)
    {
        var isOdd = values.AsUInt32() >>> 16 & Vector512<uint>.One;
        BFloat16Lanes.Store(values, isOdd + Vector512.Create(BFloat16Lanes.BelowHalf), ref state, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref float state, nuint index)
    {
        var isOdd = values.AsUInt32() >>> 16 & Vector256<uint>.One;
        BFloat16Lanes.Store(values, isOdd + Vector256.Create(BFloat16Lanes.BelowHalf), ref state, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref float operand, nuint index) => BFloat16Lanes.Prefetch(ref operand, index);
}
