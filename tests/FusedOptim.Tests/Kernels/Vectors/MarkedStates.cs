using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>A storage of states that shows where it is used: what is stored is twice the value, and prefetches are recorded.</summary>
internal readonly struct MarkedStates : IStateAccess
{
    [ThreadStatic]
    private static List<nuint>? s_prefetched;

    /// <summary>The indices that this thread prefetched.</summary>
    public static List<nuint> Prefetched => s_prefetched ??= [];

    public static Vector512<float> Load512(ref float state, nuint index) => Vector512.LoadUnsafe(ref state, index) * 0.5f;

    public static Vector256<float> Load256(ref float state, nuint index) => Vector256.LoadUnsafe(ref state, index) * 0.5f;

    public static void Store(Vector512<float> values, ref float state, nuint index) =>
        (values * 2).StoreUnsafe(ref state, index);

    public static void Store(Vector256<float> values, ref float state, nuint index) =>
        (values * 2).StoreUnsafe(ref state, index);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Prefetch(ref float operand, nuint index) => Prefetched.Add(index);
}
