using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

public partial struct WideScalar
{
    /// <inheritdoc/>
    public static WideScalar Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Broadcast(double value)
    {
        WideScalar result;
        result.Value = value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar BroadcastMask(bool truth)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(truth ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator +(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = a.Value + b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator -(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = a.Value - b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator *(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = a.Value * b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator /(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = a.Value / b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator -(WideScalar a)
    {
        WideScalar result;
        result.Value = -a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator &(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(a.Value) & BitConverter.DoubleToInt64Bits(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator |(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(a.Value) | BitConverter.DoubleToInt64Bits(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator ^(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(a.Value) ^ BitConverter.DoubleToInt64Bits(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar operator ~(WideScalar a)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(~BitConverter.DoubleToInt64Bits(a.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar LessThan(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(a.Value < b.Value ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar LessThanOrEqual(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(a.Value <= b.Value ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar GreaterThan(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(a.Value > b.Value ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar GreaterThanOrEqual(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(a.Value >= b.Value ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Equals(WideScalar a, WideScalar b)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(a.Value == b.Value ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Select(WideScalar mask, WideScalar whenTrue, WideScalar whenFalse) =>
        BitConverter.DoubleToInt64Bits(mask.Value) != 0 ? whenTrue : whenFalse;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar SelectOrZero(WideScalar mask, WideScalar whenTrue) => mask & whenTrue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar ZeroOrSelect(WideScalar mask, WideScalar whenFalse) => AndNot(whenFalse, mask);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar AndNot(WideScalar value, WideScalar mask)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(value.Value) & ~BitConverter.DoubleToInt64Bits(mask.Value));
        return result;
    }
}
