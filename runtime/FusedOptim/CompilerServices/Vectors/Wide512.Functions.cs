using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide512
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 FusedMultiplyAdd(Wide512 a, Wide512 b, Wide512 c)
    {
        Wide512 result;
        result.Lower = Vector512.FusedMultiplyAdd(a.Lower, b.Lower, c.Lower);
        result.Upper = Vector512.FusedMultiplyAdd(a.Upper, b.Upper, c.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Abs(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Abs(value.Lower);
        result.Upper = Vector512.Abs(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Sqrt(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Sqrt(value.Lower);
        result.Upper = Vector512.Sqrt(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Min(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.Min(a.Lower, b.Lower);
        result.Upper = Vector512.Min(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 MinOfZero(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Min(value.Lower, Vector512<double>.Zero);
        result.Upper = Vector512.Min(value.Upper, Vector512<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Max(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.Max(a.Lower, b.Lower);
        result.Upper = Vector512.Max(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 MaxOfZero(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Max(value.Lower, Vector512<double>.Zero);
        result.Upper = Vector512.Max(value.Upper, Vector512<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 CopySign(Wide512 value, Wide512 sign)
    {
        Wide512 result;
        result.Lower = Vector512.CopySign(value.Lower, sign.Lower);
        result.Upper = Vector512.CopySign(value.Upper, sign.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Floor(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Floor(value.Lower);
        result.Upper = Vector512.Floor(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Ceiling(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Ceiling(value.Lower);
        result.Upper = Vector512.Ceiling(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Round(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Round(value.Lower);
        result.Upper = Vector512.Round(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Truncate(Wide512 value)
    {
        Wide512 result;
        result.Lower = Vector512.Truncate(value.Lower);
        result.Upper = Vector512.Truncate(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 PowerOfTwo(Wide512 exponent)
    {
        Wide512 result;
        result.Lower = KernelMath.PowerOfTwo(exponent.Lower);
        result.Upper = KernelMath.PowerOfTwo(exponent.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 ScaleB(Wide512 value, Wide512 power)
    {
        Wide512 result;
        result.Lower = KernelMath.ScaleB(value.Lower, power.Lower);
        result.Upper = KernelMath.ScaleB(value.Upper, power.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Exponent(Wide512 value)
    {
        Wide512 result;
        result.Lower = KernelMath.Exponent(value.Lower);
        result.Upper = KernelMath.Exponent(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Significand(Wide512 value)
    {
        Wide512 result;
        result.Lower = KernelMath.Significand(value.Lower);
        result.Upper = KernelMath.Significand(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 LogB(Wide512 value) => UnsupportedOperation.InDouble<Wide512>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 NormalizedSignificand(Wide512 value) => UnsupportedOperation.InDouble<Wide512>();
}
