using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector512Of<T>
{
    /// <inheritdoc/>
    public static Vector512Of<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Vector512Of<T> result;
            result.Value = Vector512<T>.Zero;
            return result;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Broadcast(double value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector512.Create((float)value).As<float, T>();
        else
            result.Value = Vector512.Create(value).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> BroadcastMask(bool truth)
    {
        Vector512Of<T> result;
        result.Value = truth ? Vector512<T>.AllBitsSet : Vector512<T>.Zero;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator +(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value + b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator -(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value - b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator *(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value * b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator /(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value / b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator -(Vector512Of<T> a)
    {
        Vector512Of<T> result;
        result.Value = -a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator &(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value & b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator |(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value | b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator ^(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = a.Value ^ b.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> operator ~(Vector512Of<T> a)
    {
        Vector512Of<T> result;
        result.Value = ~a.Value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> LessThan(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.LessThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> LessThanOrEqual(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.LessThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> GreaterThan(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.GreaterThan(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> GreaterThanOrEqual(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.GreaterThanOrEqual(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Equals(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Equals(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Select(Vector512Of<T> mask, Vector512Of<T> whenTrue, Vector512Of<T> whenFalse)
    {
        Vector512Of<T> result;
        result.Value = Vector512.ConditionalSelect(mask.Value, whenTrue.Value, whenFalse.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> SelectOrZero(Vector512Of<T> mask, Vector512Of<T> whenTrue)
    {
        Vector512Of<T> result;
        result.Value = Vector512.ConditionalSelect(mask.Value, whenTrue.Value, Vector512<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> ZeroOrSelect(Vector512Of<T> mask, Vector512Of<T> whenFalse)
    {
        Vector512Of<T> result;
        result.Value = Vector512.ConditionalSelect(mask.Value, Vector512<T>.Zero, whenFalse.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> AndNot(Vector512Of<T> value, Vector512Of<T> mask)
    {
        Vector512Of<T> result;
        result.Value = Vector512.AndNot(value.Value, mask.Value);
        return result;
    }
}
