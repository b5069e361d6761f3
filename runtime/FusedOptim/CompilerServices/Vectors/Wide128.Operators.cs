using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide128
{
    /// <inheritdoc/>
    public static Wide128 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Wide128 result;
            result.Lower = Vector128<double>.Zero;
            result.Upper = Vector128<double>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Broadcast(double value)
    {
        Wide128 result;
        result.Lower = Vector128.Create(value);
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 BroadcastMask(bool truth)
    {
        Wide128 result;
        if (truth)
            result.Lower = Vector128<double>.AllBitsSet;
        else
            result.Lower = Vector128<double>.Zero;
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator +(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower + b.Lower;
        result.Upper = a.Upper + b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator -(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower - b.Lower;
        result.Upper = a.Upper - b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator *(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower * b.Lower;
        result.Upper = a.Upper * b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator /(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower / b.Lower;
        result.Upper = a.Upper / b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator -(Wide128 a)
    {
        Wide128 result;
        result.Lower = -a.Lower;
        result.Upper = -a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator &(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower & b.Lower;
        result.Upper = a.Upper & b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator |(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower | b.Lower;
        result.Upper = a.Upper | b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator ^(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = a.Lower ^ b.Lower;
        result.Upper = a.Upper ^ b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 operator ~(Wide128 a)
    {
        Wide128 result;
        result.Lower = ~a.Lower;
        result.Upper = ~a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 LessThan(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.LessThan(a.Lower, b.Lower);
        result.Upper = Vector128.LessThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 LessThanOrEqual(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.LessThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector128.LessThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 GreaterThan(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.GreaterThan(a.Lower, b.Lower);
        result.Upper = Vector128.GreaterThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 GreaterThanOrEqual(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.GreaterThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector128.GreaterThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Equals(Wide128 a, Wide128 b)
    {
        Wide128 result;
        result.Lower = Vector128.Equals(a.Lower, b.Lower);
        result.Upper = Vector128.Equals(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Select(Wide128 mask, Wide128 whenTrue, Wide128 whenFalse)
    {
        Wide128 result;
        result.Lower = Vector128.ConditionalSelect(mask.Lower, whenTrue.Lower, whenFalse.Lower);
        result.Upper = Vector128.ConditionalSelect(mask.Upper, whenTrue.Upper, whenFalse.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 SelectOrZero(Wide128 mask, Wide128 whenTrue)
    {
        // RyuJIT makes three or four instructions of a select between zero and a value.
        Wide128 result;
        result.Lower = mask.Lower & whenTrue.Lower;
        result.Upper = mask.Upper & whenTrue.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 ZeroOrSelect(Wide128 mask, Wide128 whenFalse)
    {
        Wide128 result;
        result.Lower = Vector128.AndNot(whenFalse.Lower, mask.Lower);
        result.Upper = Vector128.AndNot(whenFalse.Upper, mask.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 AndNot(Wide128 value, Wide128 mask)
    {
        Wide128 result;
        result.Lower = Vector128.AndNot(value.Lower, mask.Lower);
        result.Upper = Vector128.AndNot(value.Upper, mask.Upper);
        return result;
    }
}
