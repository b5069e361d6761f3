using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

public partial struct WideScalar
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar FusedMultiplyAdd(WideScalar a, WideScalar b, WideScalar c)
    {
        WideScalar result;
        result.Value = KernelMath.FusedMultiplyAdd(a.Value, b.Value, c.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Abs(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Abs(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Sqrt(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Sqrt(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Min(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = Math.Min(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar MinOfZero(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Min(value.Value, 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Max(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = Math.Max(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar MaxOfZero(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Max(value.Value, 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar CopySign(WideScalar value, WideScalar sign)
    {
        WideScalar result;
        result.Value = Math.CopySign(value.Value, sign.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Floor(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Floor(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Ceiling(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Ceiling(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Round(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Round(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Truncate(WideScalar value)
    {
        WideScalar result;
        result.Value = Math.Truncate(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar PowerOfTwo(WideScalar exponent)
    {
        WideScalar result;
        result.Value = KernelMath.PowerOfTwo(exponent.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar ScaleB(WideScalar value, WideScalar power)
    {
        WideScalar result;
        result.Value = KernelMath.ScaleB(value.Value, power.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Exponent(WideScalar value)
    {
        WideScalar result;
        result.Value = KernelMath.Exponent(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Significand(WideScalar value)
    {
        WideScalar result;
        result.Value = KernelMath.Significand(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar LogB(WideScalar value) => UnsupportedOperation.InDouble<WideScalar>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar NormalizedSignificand(WideScalar value) => UnsupportedOperation.InDouble<WideScalar>();
}
