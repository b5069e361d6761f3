using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.LinearAlgebra;

/// <summary>No vectors: one element at a time.</summary>
internal readonly unsafe struct LanesScalar<T> : ILanes<T, T>
    where T : unmanaged
{
    public static int Count => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(T* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T value, T* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(T value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FusedMultiplyAdd(T a, T b, T c)
    {
        if (typeof(T) == typeof(float))
        {
            var result = KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b), Unsafe.BitCast<T, float>(c));
            return Unsafe.BitCast<float, T>(result);
        }
        else
        {
            var result = KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b), Unsafe.BitCast<T, double>(c));
            return Unsafe.BitCast<double, T>(result);
        }
    }
}
