using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public readonly partial struct Vector256Lanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FusedMultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        }
        else
        {
            return Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs(Vector256<T> value) =>
        Vector256.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sign(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.ConditionalSelect(
                Vector256.GreaterThan(value.AsSingle(), Vector256<float>.Zero),
                Vector256.Create(1f),
                Vector256.ConditionalSelect(Vector256.LessThan(value.AsSingle(), Vector256<float>.Zero), Vector256.Create(-1f), value.AsSingle())).As<float, T>();
        }
        else
        {
            return Vector256.ConditionalSelect(
                Vector256.GreaterThan(value.AsDouble(), Vector256<double>.Zero),
                Vector256.Create(1.0),
                Vector256.ConditionalSelect(Vector256.LessThan(value.AsDouble(), Vector256<double>.Zero), Vector256.Create(-1.0), value.AsDouble())).As<double, T>();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sqrt(Vector256<T> value) =>
        Vector256.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b)
    {
        // With AVX2 the framework takes twice the instructions, unless it knows an operand.
        if (typeof(T) == typeof(float))
            return KernelMath.Min(a.AsSingle(), b.AsSingle()).As<float, T>();
        else
            return KernelMath.Min(a.AsDouble(), b.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MinOfZero(Vector256<T> value) =>
        Vector256.Min(value, Vector256<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Max(a.AsSingle(), b.AsSingle()).As<float, T>();
        else
            return KernelMath.Max(a.AsDouble(), b.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MaxOfZero(Vector256<T> value) =>
        Vector256.Max(value, Vector256<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> CopySign(Vector256<T> value, Vector256<T> sign) =>
        Vector256.CopySign(value, sign);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Floor(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector256.Floor(value.AsSingle()).As<float, T>();
        else
            return Vector256.Floor(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Ceiling(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector256.Ceiling(value.AsSingle()).As<float, T>();
        else
            return Vector256.Ceiling(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Round(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector256.Round(value.AsSingle()).As<float, T>();
        else
            return Vector256.Round(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Truncate(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector256.Truncate(value.AsSingle()).As<float, T>();
        else
            return Vector256.Truncate(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> PowerOfTwo(Vector256<T> exponent)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.PowerOfTwo(exponent.AsSingle()).As<float, T>();
        else
            return KernelMath.PowerOfTwo(exponent.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ScaleB(Vector256<T> value, Vector256<T> power)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.ScaleB(value.AsSingle(), power.AsSingle()).As<float, T>();
        else
            return KernelMath.ScaleB(value.AsDouble(), power.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exponent(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Exponent(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Exponent(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Significand(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Significand(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Significand(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LogB(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.LogB(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector256<T>>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> NormalizedSignificand(Vector256<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.NormalizedSignificand(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector256<T>>();
    }
}
