using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector128Of<T>
{
    /// <inheritdoc/>
    public static Vector128Of<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Vector128Of<T> result;
            result.Value = Vector128<T>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Broadcast(double value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector128.Create((float)value).As<float, T>();
        else
            result.Value = Vector128.Create(value).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> BroadcastMask(bool truth)
    {
        Vector128Of<T> result;
        result.Value = truth ? Vector128<T>.AllBitsSet : Vector128<T>.Zero;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator +(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value + b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator -(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value - b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator *(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value * b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator /(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value / b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator -(Vector128Of<T> a)
    {
        Vector128Of<T> result;
        result.Value = -a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator &(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value & b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator |(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value | b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator ^(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = a.Value ^ b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> operator ~(Vector128Of<T> a)
    {
        Vector128Of<T> result;
        result.Value = ~a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> LessThan(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.LessThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> LessThanOrEqual(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.LessThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> GreaterThan(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.GreaterThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> GreaterThanOrEqual(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.GreaterThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Equals(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Equals(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Select(Vector128Of<T> mask, Vector128Of<T> whenTrue, Vector128Of<T> whenFalse)
    {
        Vector128Of<T> result;
        result.Value = Vector128.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> SelectOrZero(Vector128Of<T> mask, Vector128Of<T> whenTrue)
    {
        // RyuJIT makes three or four instructions of a select between zero and a value.
        Vector128Of<T> result;
        result.Value = mask.Value & whenTrue.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> ZeroOrSelect(Vector128Of<T> mask, Vector128Of<T> whenFalse)
    {
        Vector128Of<T> result;
        result.Value = Vector128.AndNot(whenFalse.Value, mask.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> AndNot(Vector128Of<T> value, Vector128Of<T> mask)
    {
        Vector128Of<T> result;
        result.Value = Vector128.AndNot(value.Value, mask.Value);
        return result;
    }
}
