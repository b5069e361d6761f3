using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector256Of<T>
{
    /// <inheritdoc/>
    public static Vector256Of<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Vector256Of<T> result;
            result.Value = Vector256<T>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Broadcast(double value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector256.Create((float)value).As<float, T>();
        else
            result.Value = Vector256.Create(value).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> BroadcastMask(bool truth)
    {
        Vector256Of<T> result;
        result.Value = truth ? Vector256<T>.AllBitsSet : Vector256<T>.Zero;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator +(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value + b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator -(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value - b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator *(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value * b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator /(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value / b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator -(Vector256Of<T> a)
    {
        Vector256Of<T> result;
        result.Value = -a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator &(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value & b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator |(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value | b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator ^(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = a.Value ^ b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> operator ~(Vector256Of<T> a)
    {
        Vector256Of<T> result;
        result.Value = ~a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> LessThan(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = Vector256.LessThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> LessThanOrEqual(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = Vector256.LessThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> GreaterThan(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = Vector256.GreaterThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> GreaterThanOrEqual(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = Vector256.GreaterThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Equals(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        result.Value = Vector256.Equals(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Select(Vector256Of<T> mask, Vector256Of<T> whenTrue, Vector256Of<T> whenFalse)
    {
        Vector256Of<T> result;
        result.Value = Vector256.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> SelectOrZero(Vector256Of<T> mask, Vector256Of<T> whenTrue)
    {
        // RyuJIT makes three or four instructions of a select between zero and a value.
        Vector256Of<T> result;
        result.Value = mask.Value & whenTrue.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> ZeroOrSelect(Vector256Of<T> mask, Vector256Of<T> whenFalse)
    {
        Vector256Of<T> result;
        result.Value = Vector256.AndNot(whenFalse.Value, mask.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> AndNot(Vector256Of<T> value, Vector256Of<T> mask)
    {
        Vector256Of<T> result;
        result.Value = Vector256.AndNot(value.Value, mask.Value);
        return result;
    }
}
