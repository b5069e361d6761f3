using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide256
{
    /// <inheritdoc/>
    public static Wide256 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Wide256 result;
            result.Lower = Vector256<double>.Zero;
            result.Upper = Vector256<double>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Broadcast(double value)
    {
        Wide256 result;
        result.Lower = Vector256.Create(value);
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 BroadcastMask(bool truth)
    {
        Wide256 result;
        if (truth)
            result.Lower = Vector256<double>.AllBitsSet;
        else
            result.Lower = Vector256<double>.Zero;
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator +(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower + b.Lower;
        result.Upper = a.Upper + b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator -(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower - b.Lower;
        result.Upper = a.Upper - b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator *(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower * b.Lower;
        result.Upper = a.Upper * b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator /(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower / b.Lower;
        result.Upper = a.Upper / b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator -(Wide256 a)
    {
        Wide256 result;
        result.Lower = -a.Lower;
        result.Upper = -a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator &(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower & b.Lower;
        result.Upper = a.Upper & b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator |(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower | b.Lower;
        result.Upper = a.Upper | b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator ^(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = a.Lower ^ b.Lower;
        result.Upper = a.Upper ^ b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 operator ~(Wide256 a)
    {
        Wide256 result;
        result.Lower = ~a.Lower;
        result.Upper = ~a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 LessThan(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = Vector256.LessThan(a.Lower, b.Lower);
        result.Upper = Vector256.LessThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 LessThanOrEqual(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = Vector256.LessThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector256.LessThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 GreaterThan(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = Vector256.GreaterThan(a.Lower, b.Lower);
        result.Upper = Vector256.GreaterThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 GreaterThanOrEqual(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = Vector256.GreaterThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector256.GreaterThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Equals(Wide256 a, Wide256 b)
    {
        Wide256 result;
        result.Lower = Vector256.Equals(a.Lower, b.Lower);
        result.Upper = Vector256.Equals(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Select(Wide256 mask, Wide256 whenTrue, Wide256 whenFalse)
    {
        Wide256 result;
        result.Lower = Vector256.ConditionalSelect(mask.Lower, whenTrue.Lower, whenFalse.Lower);
        result.Upper = Vector256.ConditionalSelect(mask.Upper, whenTrue.Upper, whenFalse.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 SelectOrZero(Wide256 mask, Wide256 whenTrue)
    {
        // RyuJIT makes three or four instructions of a select between zero and a value.
        Wide256 result;
        result.Lower = mask.Lower & whenTrue.Lower;
        result.Upper = mask.Upper & whenTrue.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 ZeroOrSelect(Wide256 mask, Wide256 whenFalse)
    {
        Wide256 result;
        result.Lower = Vector256.AndNot(whenFalse.Lower, mask.Lower);
        result.Upper = Vector256.AndNot(whenFalse.Upper, mask.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 AndNot(Wide256 value, Wide256 mask)
    {
        Wide256 result;
        result.Lower = Vector256.AndNot(value.Lower, mask.Lower);
        result.Upper = Vector256.AndNot(value.Upper, mask.Upper);
        return result;
    }
}
