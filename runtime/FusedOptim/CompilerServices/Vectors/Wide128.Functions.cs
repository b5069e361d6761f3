using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide128
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 FusedMultiplyAdd(Wide128 a, Wide128 b, Wide128 c)
    {
        // Not every processor with 128 bits has the instruction; the runtime knows.
        Wide128 result;
        result.Lower = KernelMath.FusedMultiplyAdd(a.Lower, b.Lower, c.Lower);
        result.Upper = KernelMath.FusedMultiplyAdd(a.Upper, b.Upper, c.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Abs(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Abs(value.Lower);
        result.Upper = Vector128.Abs(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Sqrt(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Sqrt(value.Lower);
        result.Upper = Vector128.Sqrt(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Min(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.Min(a.Lower, b.Lower);
        result.Upper = Vector128.Min(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 MinOfZero(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Min(value.Lower, Vector128<double>.Zero);
        result.Upper = Vector128.Min(value.Upper, Vector128<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Max(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.Max(a.Lower, b.Lower);
        result.Upper = Vector128.Max(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 MaxOfZero(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Max(value.Lower, Vector128<double>.Zero);
        result.Upper = Vector128.Max(value.Upper, Vector128<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 CopySign(Wide128 value, Wide128 sign)
    {
        Wide128 result;
        result.Lower = Vector128.CopySign(value.Lower, sign.Lower);
        result.Upper = Vector128.CopySign(value.Upper, sign.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Floor(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Floor(value.Lower);
        result.Upper = Vector128.Floor(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Ceiling(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Ceiling(value.Lower);
        result.Upper = Vector128.Ceiling(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Round(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Round(value.Lower);
        result.Upper = Vector128.Round(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Truncate(Wide128 value)
    {
        Wide128 result;
        result.Lower = Vector128.Truncate(value.Lower);
        result.Upper = Vector128.Truncate(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 PowerOfTwo(Wide128 exponent)
    {
        Wide128 result;
        result.Lower = KernelMath.PowerOfTwo(exponent.Lower);
        result.Upper = KernelMath.PowerOfTwo(exponent.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 ScaleB(Wide128 value, Wide128 power)
    {
        Wide128 result;
        result.Lower = KernelMath.ScaleB(value.Lower, power.Lower);
        result.Upper = KernelMath.ScaleB(value.Upper, power.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Exponent(Wide128 value)
    {
        Wide128 result;
        result.Lower = KernelMath.Exponent(value.Lower);
        result.Upper = KernelMath.Exponent(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Significand(Wide128 value)
    {
        Wide128 result;
        result.Lower = KernelMath.Significand(value.Lower);
        result.Upper = KernelMath.Significand(value.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 LogB(Wide128 value) => UnsupportedOperation.InDouble<Wide128>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 NormalizedSignificand(Wide128 value) => UnsupportedOperation.InDouble<Wide128>();
}
