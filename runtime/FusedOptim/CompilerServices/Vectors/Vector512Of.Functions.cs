using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector512Of<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> FusedMultiplyAdd(Vector512Of<T> a, Vector512Of<T> b, Vector512Of<T> c)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Vector512.FusedMultiplyAdd(a.Value.AsSingle(), b.Value.AsSingle(), c.Value.AsSingle()).As<float, T>();
        }
        else
        {
            result.Value =
                Vector512.FusedMultiplyAdd(a.Value.AsDouble(), b.Value.AsDouble(), c.Value.AsDouble()).As<double, T>();
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Abs(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Abs(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Sqrt(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Sqrt(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Min(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Min(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> MinOfZero(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Min(value.Value, Vector512<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Max(Vector512Of<T> a, Vector512Of<T> b)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Max(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> MaxOfZero(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        result.Value = Vector512.Max(value.Value, Vector512<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> CopySign(Vector512Of<T> value, Vector512Of<T> sign)
    {
        Vector512Of<T> result;
        result.Value = Vector512.CopySign(value.Value, sign.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Floor(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector512.Floor(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector512.Floor(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Ceiling(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector512.Ceiling(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector512.Ceiling(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Round(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector512.Round(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector512.Round(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Truncate(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector512.Truncate(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector512.Truncate(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> PowerOfTwo(Vector512Of<T> exponent)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> ScaleB(Vector512Of<T> value, Vector512Of<T> power)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.ScaleB(value.Value.AsSingle(), power.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.ScaleB(value.Value.AsDouble(), power.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Exponent(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Exponent(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Exponent(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Significand(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Significand(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Significand(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> LogB(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.LogB(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector512Of<T>>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> NormalizedSignificand(Vector512Of<T> value)
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.NormalizedSignificand(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector512Of<T>>();
        return result;
    }
}
