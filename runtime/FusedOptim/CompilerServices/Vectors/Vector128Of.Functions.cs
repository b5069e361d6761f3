using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector128Of<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> FusedMultiplyAdd(Vector128Of<T> a, Vector128Of<T> b, Vector128Of<T> c)
    {
        // Not every processor with 128 bits has the instruction; the runtime knows.
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                KernelMath.FusedMultiplyAdd(a.Value.AsSingle(), b.Value.AsSingle(), c.Value.AsSingle()).As<float, T>();
        }
        else
        {
            result.Value =
                KernelMath.FusedMultiplyAdd(a.Value.AsDouble(), b.Value.AsDouble(), c.Value.AsDouble()).As<double, T>();
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Abs(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Abs(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Sqrt(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Sqrt(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Min(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Min(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> MinOfZero(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Min(value.Value, Vector128<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Max(Vector128Of<T> a, Vector128Of<T> b)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Max(a.Value, b.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> MaxOfZero(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        result.Value = Vector128.Max(value.Value, Vector128<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> CopySign(Vector128Of<T> value, Vector128Of<T> sign)
    {
        Vector128Of<T> result;
        result.Value = Vector128.CopySign(value.Value, sign.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Floor(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector128.Floor(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector128.Floor(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Ceiling(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector128.Ceiling(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector128.Ceiling(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Round(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector128.Round(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector128.Round(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Truncate(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector128.Truncate(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector128.Truncate(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> PowerOfTwo(Vector128Of<T> exponent)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> ScaleB(Vector128Of<T> value, Vector128Of<T> power)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.ScaleB(value.Value.AsSingle(), power.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.ScaleB(value.Value.AsDouble(), power.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Exponent(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Exponent(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Exponent(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Significand(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Significand(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Significand(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> LogB(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.LogB(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector128Of<T>>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> NormalizedSignificand(Vector128Of<T> value)
    {
        Vector128Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.NormalizedSignificand(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector128Of<T>>();
        return result;
    }
}
