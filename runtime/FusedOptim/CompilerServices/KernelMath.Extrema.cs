using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.CompilerServices;

// AVX's own instruction gives its second operand where either is NaN, and where both are zeros, whatever their signs. Asked
// both ways round, it gives both NaN and number, or both zeros: logic between them does the rest, in three to five
// instructions where the framework takes nine. AVX-512 has an instruction that helps the framework.
public static partial class KernelMath
{
    /// <summary>The greater value, as <see cref="Math.Max(double, double)"/> has it: NaN where either is; 0 is above −0.</summary>
    /// <param name="a">A value.</param>
    /// <param name="b">A value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported && !Avx512DQ.VL.IsSupported ? MaxOfAvx(a, b) : Vector256.Max(a, b);

    /// <inheritdoc cref="Max(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported && !Avx512DQ.VL.IsSupported ? MaxOfAvx(a, b) : Vector256.Max(a, b);

    /// <summary>The lesser value, as <see cref="Math.Min(double, double)"/> has it: NaN where either is; −0 is below 0.</summary>
    /// <param name="a">A value.</param>
    /// <param name="b">A value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) =>
        Avx.IsSupported && !Avx512DQ.VL.IsSupported ? MinOfAvx(a, b) : Vector256.Min(a, b);

    /// <inheritdoc cref="Min(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Min(Vector256<double> a, Vector256<double> b) =>
        Avx.IsSupported && !Avx512DQ.VL.IsSupported ? MinOfAvx(a, b) : Vector256.Min(a, b);

    // Of unlike zeros "and" leaves 0; of NaN and a number it may leave a number, so NaN is put back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> MaxOfAvx(Vector256<float> a, Vector256<float> b) =>
        (Avx.Max(a, b) & Avx.Max(b, a)) | Avx.CompareUnordered(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> MaxOfAvx(Vector256<double> a, Vector256<double> b) =>
        (Avx.Max(a, b) & Avx.Max(b, a)) | Avx.CompareUnordered(a, b);

    // Of unlike zeros "or" leaves −0; of NaN and a number it leaves NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> MinOfAvx(Vector256<float> a, Vector256<float> b) => Avx.Min(a, b) | Avx.Min(b, a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> MinOfAvx(Vector256<double> a, Vector256<double> b) => Avx.Min(a, b) | Avx.Min(b, a);
}
