using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Reads and writes what an AdamW step does (four streams in, three out) and computes nothing but the bitwise operations
/// that keep the compiler from dropping a load: the least time that any AdamW can take on operands in memory. The values
/// do not change.
/// </summary>
internal static class SameTrafficLoop
{
    // The zero is an argument of methods that are not inlined: a constant, the compiler would drop the gradient.
    public static unsafe void Run(float* parameter, float* gradient, float* m, float* v, nint count)
    {
        if (Vector512.IsHardwareAccelerated)
            Run512(ref *parameter, ref *gradient, ref *m, ref *v, count, nothing: 0);
        else
            Run256(ref *parameter, ref *gradient, ref *m, ref *v, count, nothing: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run512(ref float parameter, ref float gradient, ref float m, ref float v, nint count, int nothing)
    {
        var mask = Vector512.Create(nothing).AsSingle();
        for (nint i = 0; i <= count - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var unchanged = Vector512.LoadUnsafe(ref gradient, (nuint)i) & mask;
            (Vector512.LoadUnsafe(ref m, (nuint)i) ^ unchanged).StoreUnsafe(ref m, (nuint)i);
            (Vector512.LoadUnsafe(ref v, (nuint)i) ^ unchanged).StoreUnsafe(ref v, (nuint)i);
            (Vector512.LoadUnsafe(ref parameter, (nuint)i) ^ unchanged).StoreUnsafe(ref parameter, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run256(ref float parameter, ref float gradient, ref float m, ref float v, nint count, int nothing)
    {
        var mask = Vector256.Create(nothing).AsSingle();
        for (nint i = 0; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            var unchanged = Vector256.LoadUnsafe(ref gradient, (nuint)i) & mask;
            (Vector256.LoadUnsafe(ref m, (nuint)i) ^ unchanged).StoreUnsafe(ref m, (nuint)i);
            (Vector256.LoadUnsafe(ref v, (nuint)i) ^ unchanged).StoreUnsafe(ref v, (nuint)i);
            (Vector256.LoadUnsafe(ref parameter, (nuint)i) ^ unchanged).StoreUnsafe(ref parameter, (nuint)i);
        }
    }
}
