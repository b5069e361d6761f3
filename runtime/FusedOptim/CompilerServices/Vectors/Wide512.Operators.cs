using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Wide512
{
    /// <inheritdoc/>
    public static Wide512 Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Wide512 result;
            result.Lower = Vector512<double>.Zero;
            result.Upper = Vector512<double>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Broadcast(double value)
    {
        Wide512 result;
        result.Lower = Vector512.Create(value);
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 BroadcastMask(bool truth)
    {
        Wide512 result;
        if (truth)
            result.Lower = Vector512<double>.AllBitsSet;
        else
            result.Lower = Vector512<double>.Zero;
        result.Upper = result.Lower;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator +(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower + b.Lower;
        result.Upper = a.Upper + b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator -(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower - b.Lower;
        result.Upper = a.Upper - b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator *(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower * b.Lower;
        result.Upper = a.Upper * b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator /(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower / b.Lower;
        result.Upper = a.Upper / b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator -(Wide512 a)
    {
        Wide512 result;
        result.Lower = -a.Lower;
        result.Upper = -a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator &(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower & b.Lower;
        result.Upper = a.Upper & b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator |(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower | b.Lower;
        result.Upper = a.Upper | b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator ^(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = a.Lower ^ b.Lower;
        result.Upper = a.Upper ^ b.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 operator ~(Wide512 a)
    {
        Wide512 result;
        result.Lower = ~a.Lower;
        result.Upper = ~a.Upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 LessThan(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.LessThan(a.Lower, b.Lower);
        result.Upper = Vector512.LessThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 LessThanOrEqual(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.LessThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector512.LessThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 GreaterThan(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.GreaterThan(a.Lower, b.Lower);
        result.Upper = Vector512.GreaterThan(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 GreaterThanOrEqual(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.GreaterThanOrEqual(a.Lower, b.Lower);
        result.Upper = Vector512.GreaterThanOrEqual(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Equals(Wide512 a, Wide512 b)
    {
        Wide512 result;
        result.Lower = Vector512.Equals(a.Lower, b.Lower);
        result.Upper = Vector512.Equals(a.Upper, b.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Select(Wide512 mask, Wide512 whenTrue, Wide512 whenFalse)
    {
        Wide512 result;
        result.Lower = Vector512.ConditionalSelect(mask.Lower, whenTrue.Lower, whenFalse.Lower);
        result.Upper = Vector512.ConditionalSelect(mask.Upper, whenTrue.Upper, whenFalse.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 SelectOrZero(Wide512 mask, Wide512 whenTrue)
    {
        Wide512 result;
        result.Lower = Vector512.ConditionalSelect(mask.Lower, whenTrue.Lower, Vector512<double>.Zero);
        result.Upper = Vector512.ConditionalSelect(mask.Upper, whenTrue.Upper, Vector512<double>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 ZeroOrSelect(Wide512 mask, Wide512 whenFalse)
    {
        Wide512 result;
        result.Lower = Vector512.ConditionalSelect(mask.Lower, Vector512<double>.Zero, whenFalse.Lower);
        result.Upper = Vector512.ConditionalSelect(mask.Upper, Vector512<double>.Zero, whenFalse.Upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 AndNot(Wide512 value, Wide512 mask)
    {
        Wide512 result;
        result.Lower = Vector512.AndNot(value.Lower, mask.Lower);
        result.Upper = Vector512.AndNot(value.Upper, mask.Upper);
        return result;
    }
}
