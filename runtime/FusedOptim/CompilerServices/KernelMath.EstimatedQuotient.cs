using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.CompilerServices;

// The estimate of AVX-512 errs by at most 2^-14, so one Newton step is enough: 2^-28 beside the roundings of the step and of
// the product. That of AVX errs by 2^-11.4 and would need two, which take longer than the division. All widths do the
// same, so that what is left at the end of a run gets the same bits.
public static partial class KernelMath
{
    /// <summary>
    /// dividend / divisor within 2 units in the last place, for divisors whose magnitude is from 2^-126 to 2^125 and quotients
    /// that are normal numbers: on processors with AVX-512 by an estimate of the reciprocal and a Newton step, which give NaN
    /// for a divisor that is zero or infinite; exact on others.
    /// </summary>
    /// <param name="dividend">What to divide.</param>
    /// <param name="divisor">What to divide by.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float EstimatedQuotient(float dividend, float divisor)
    {
        if (!Avx512F.VL.IsSupported)
            return dividend / divisor;
        var reciprocal = Avx512F.Reciprocal14Scalar(Vector128.CreateScalarUnsafe(divisor)).ToScalar();
        return dividend * MathF.FusedMultiplyAdd(MathF.FusedMultiplyAdd(-divisor, reciprocal, 1), reciprocal, reciprocal);
    }

    /// <inheritdoc cref="EstimatedQuotient(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> EstimatedQuotient(Vector128<float> dividend, Vector128<float> divisor)
    {
        if (!Avx512F.VL.IsSupported)
            return dividend / divisor;
        var reciprocal = Avx512F.VL.Reciprocal14(divisor);
        var error = Vector128.FusedMultiplyAdd(-divisor, reciprocal, Vector128<float>.One);
        return dividend * Vector128.FusedMultiplyAdd(error, reciprocal, reciprocal);
    }

    /// <inheritdoc cref="EstimatedQuotient(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> EstimatedQuotient(Vector256<float> dividend, Vector256<float> divisor)
    {
        if (!Avx512F.VL.IsSupported)
            return dividend / divisor;
        var reciprocal = Avx512F.VL.Reciprocal14(divisor);
        var error = Vector256.FusedMultiplyAdd(-divisor, reciprocal, Vector256<float>.One);
        return dividend * Vector256.FusedMultiplyAdd(error, reciprocal, reciprocal);
    }

    /// <inheritdoc cref="EstimatedQuotient(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> EstimatedQuotient(Vector512<float> dividend, Vector512<float> divisor)
    {
        if (!Avx512F.VL.IsSupported)
            return dividend / divisor;
        var reciprocal = Avx512F.Reciprocal14(divisor);
        var error = Vector512.FusedMultiplyAdd(-divisor, reciprocal, Vector512<float>.One);
        return dividend * Vector512.FusedMultiplyAdd(error, reciprocal, reciprocal);
    }
}
