using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;

namespace FusedOptim.Kernels;

/// <summary>
/// States of a block that was decoded before, among operands that come from memory: while the kernel works on the block, it asks for
/// what it will read for the next.
/// </summary>
internal readonly unsafe struct PrefetchingFloatStates : IStateAccess
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load512(ref float state, nuint index) => FloatStates.Load512(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load256(ref float state, nuint index) => FloatStates.Load256(ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, ref float state, nuint index) => FloatStates.Store(values, ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> values, ref float state, nuint index) => FloatStates.Store(values, ref state, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(ref float operand, nuint index) =>
        Sse.Prefetch1((float*)Unsafe.AsPointer(ref operand) + index + BlockReduction.Length);
}
