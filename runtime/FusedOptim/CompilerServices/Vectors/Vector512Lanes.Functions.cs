using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

public readonly partial struct Vector512Lanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FusedMultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c)
    {
        if (typeof(T) == typeof(float))
            return Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        return FusedMultiplyAddInDouble(a, b, c);
    }

    // Apart, as OtherOperators are.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> FusedMultiplyAddInDouble(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs(Vector512<T> value) =>
        Vector512.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sign(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector512.ConditionalSelect(
                Vector512.GreaterThan(value.AsSingle(), Vector512<float>.Zero),
                Vector512.Create(1f),
                Vector512.ConditionalSelect(Vector512.LessThan(value.AsSingle(), Vector512<float>.Zero), Vector512.Create(-1f), value.AsSingle())).As<float, T>();
        }
        else
        {
            return Vector512.ConditionalSelect(
                Vector512.GreaterThan(value.AsDouble(), Vector512<double>.Zero),
                Vector512.Create(1.0),
                Vector512.ConditionalSelect(Vector512.LessThan(value.AsDouble(), Vector512<double>.Zero), Vector512.Create(-1.0), value.AsDouble())).As<double, T>();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sqrt(Vector512<T> value) =>
        Vector512.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) =>
        Vector512.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MinOfZero(Vector512<T> value) =>
        Vector512.Min(value, Vector512<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) =>
        Vector512.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MaxOfZero(Vector512<T> value) =>
        Vector512.Max(value, Vector512<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> CopySign(Vector512<T> value, Vector512<T> sign) =>
        Vector512.CopySign(value, sign);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Floor(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector512.Floor(value.AsSingle()).As<float, T>();
        else
            return Vector512.Floor(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Ceiling(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector512.Ceiling(value.AsSingle()).As<float, T>();
        else
            return Vector512.Ceiling(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Round(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector512.Round(value.AsSingle()).As<float, T>();
        else
            return Vector512.Round(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Truncate(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector512.Truncate(value.AsSingle()).As<float, T>();
        else
            return Vector512.Truncate(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> PowerOfTwo(Vector512<T> exponent)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.PowerOfTwo(exponent.AsSingle()).As<float, T>();
        else
            return KernelMath.PowerOfTwo(exponent.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ScaleB(Vector512<T> value, Vector512<T> power)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.ScaleB(value.AsSingle(), power.AsSingle()).As<float, T>();
        else
            return KernelMath.ScaleB(value.AsDouble(), power.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exponent(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Exponent(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Exponent(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Significand(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Significand(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Significand(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LogB(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.LogB(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector512<T>>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> NormalizedSignificand(Vector512<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.NormalizedSignificand(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector512<T>>();
    }
}
