using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public partial struct Vector256Of<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> FusedMultiplyAdd(Vector256Of<T> a, Vector256Of<T> b, Vector256Of<T> c)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Vector256.FusedMultiplyAdd(a.Value.AsSingle(), b.Value.AsSingle(), c.Value.AsSingle()).As<float, T>();
        }
        else
        {
            result.Value =
                Vector256.FusedMultiplyAdd(a.Value.AsDouble(), b.Value.AsDouble(), c.Value.AsDouble()).As<double, T>();
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Abs(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        result.Value = Vector256.Abs(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Sqrt(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        result.Value = Vector256.Sqrt(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Min(Vector256Of<T> a, Vector256Of<T> b)
    {
        // With AVX2 the framework takes twice the instructions, unless it knows an operand.
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Min(a.Value.AsSingle(), b.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Min(a.Value.AsDouble(), b.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> MinOfZero(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        result.Value = Vector256.Min(value.Value, Vector256<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Max(Vector256Of<T> a, Vector256Of<T> b)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Max(a.Value.AsSingle(), b.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Max(a.Value.AsDouble(), b.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> MaxOfZero(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        result.Value = Vector256.Max(value.Value, Vector256<T>.Zero);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> CopySign(Vector256Of<T> value, Vector256Of<T> sign)
    {
        Vector256Of<T> result;
        result.Value = Vector256.CopySign(value.Value, sign.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Floor(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector256.Floor(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector256.Floor(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Ceiling(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector256.Ceiling(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector256.Ceiling(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Round(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector256.Round(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector256.Round(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Truncate(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Vector256.Truncate(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = Vector256.Truncate(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> PowerOfTwo(Vector256Of<T> exponent)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.PowerOfTwo(exponent.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> ScaleB(Vector256Of<T> value, Vector256Of<T> power)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.ScaleB(value.Value.AsSingle(), power.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.ScaleB(value.Value.AsDouble(), power.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Exponent(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Exponent(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Exponent(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> Significand(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.Significand(value.Value.AsSingle()).As<float, T>();
        else
            result.Value = KernelMath.Significand(value.Value.AsDouble()).As<double, T>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> LogB(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.LogB(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector256Of<T>>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256Of<T> NormalizedSignificand(Vector256Of<T> value)
    {
        Vector256Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = KernelMath.NormalizedSignificand(value.Value.AsSingle()).As<float, T>();
        else
            result = UnsupportedOperation.InDouble<Vector256Of<T>>();
        return result;
    }
}
