using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide256
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 FusedMultiplyAdd(Wide256 a, Wide256 b, Wide256 c)
    {
        Wide256 result;
        result.Lower = Vector256.FusedMultiplyAdd(a.Lower, b.Lower, c.Lower);
        result.Upper = Vector256.FusedMultiplyAdd(a.Upper, b.Upper, c.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Abs(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Abs(value.Lower);
        result.Upper = Vector256.Abs(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Sqrt(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Sqrt(value.Lower);
        result.Upper = Vector256.Sqrt(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Min(Wide256 a, Wide256 b)
    {
        // With AVX2 the framework takes twice the instructions, unless it knows an operand.
        Wide256 result;
        result.Lower = KernelMath.Min(a.Lower, b.Lower);
        result.Upper = KernelMath.Min(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 MinOfZero(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Min(value.Lower, Vector256<double>.Zero);
        result.Upper = Vector256.Min(value.Upper, Vector256<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Max(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = KernelMath.Max(a.Lower, b.Lower);
        result.Upper = KernelMath.Max(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 MaxOfZero(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Max(value.Lower, Vector256<double>.Zero);
        result.Upper = Vector256.Max(value.Upper, Vector256<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 CopySign(Wide256 value, Wide256 sign)
    {
        Wide256 result;
        result.Lower = Vector256.CopySign(value.Lower, sign.Lower);
        result.Upper = Vector256.CopySign(value.Upper, sign.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Floor(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Floor(value.Lower);
        result.Upper = Vector256.Floor(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Ceiling(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Ceiling(value.Lower);
        result.Upper = Vector256.Ceiling(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Round(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Round(value.Lower);
        result.Upper = Vector256.Round(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Truncate(Wide256 value)
    {
        Wide256 result;
        result.Lower = Vector256.Truncate(value.Lower);
        result.Upper = Vector256.Truncate(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 PowerOfTwo(Wide256 exponent)
    {
        Wide256 result;
        result.Lower = KernelMath.PowerOfTwo(exponent.Lower);
        result.Upper = KernelMath.PowerOfTwo(exponent.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 ScaleB(Wide256 value, Wide256 power)
    {
        Wide256 result;
        result.Lower = KernelMath.ScaleB(value.Lower, power.Lower);
        result.Upper = KernelMath.ScaleB(value.Upper, power.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Exponent(Wide256 value)
    {
        Wide256 result;
        result.Lower = KernelMath.Exponent(value.Lower);
        result.Upper = KernelMath.Exponent(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Significand(Wide256 value)
    {
        Wide256 result;
        result.Lower = KernelMath.Significand(value.Lower);
        result.Upper = KernelMath.Significand(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 LogB(Wide256 value) => UnsupportedOperation.InDouble<Wide256>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 NormalizedSignificand(Wide256 value) => UnsupportedOperation.InDouble<Wide256>();
}
