using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.CompilerServices;

public readonly partial struct Vector128Lanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> FusedMultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c)
    {
        // Not every processor with 128 bits has the instruction. The condition is here, and not only in KernelMath, because another
        // call to inline brings long loops nearer to the limit of the just-in-time compiler.
        if (AdvSimd.IsSupported || Fma.IsSupported)
        {
            if (typeof(T) == typeof(float))
                return Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
            else
                return Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        }

        if (typeof(T) == typeof(float))
            return KernelMath.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        else
            return KernelMath.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Abs(Vector128<T> value) =>
        Vector128.Abs(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sign(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector128.ConditionalSelect(
                Vector128.GreaterThan(value.AsSingle(), Vector128<float>.Zero),
                Vector128.Create(1f),
                Vector128.ConditionalSelect(Vector128.LessThan(value.AsSingle(), Vector128<float>.Zero), Vector128.Create(-1f), value.AsSingle())).As<float, T>();
        }
        else
        {
            return Vector128.ConditionalSelect(
                Vector128.GreaterThan(value.AsDouble(), Vector128<double>.Zero),
                Vector128.Create(1.0),
                Vector128.ConditionalSelect(Vector128.LessThan(value.AsDouble(), Vector128<double>.Zero), Vector128.Create(-1.0), value.AsDouble())).As<double, T>();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sqrt(Vector128<T> value) =>
        Vector128.Sqrt(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min(Vector128<T> a, Vector128<T> b) =>
        Vector128.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MinOfZero(Vector128<T> value) =>
        Vector128.Min(value, Vector128<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max(Vector128<T> a, Vector128<T> b) =>
        Vector128.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MaxOfZero(Vector128<T> value) =>
        Vector128.Max(value, Vector128<T>.Zero);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> CopySign(Vector128<T> value, Vector128<T> sign) =>
        Vector128.CopySign(value, sign);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Floor(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector128.Floor(value.AsSingle()).As<float, T>();
        else
            return Vector128.Floor(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Ceiling(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector128.Ceiling(value.AsSingle()).As<float, T>();
        else
            return Vector128.Ceiling(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Round(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector128.Round(value.AsSingle()).As<float, T>();
        else
            return Vector128.Round(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Truncate(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return Vector128.Truncate(value.AsSingle()).As<float, T>();
        else
            return Vector128.Truncate(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> PowerOfTwo(Vector128<T> exponent)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.PowerOfTwo(exponent.AsSingle()).As<float, T>();
        else
            return KernelMath.PowerOfTwo(exponent.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ScaleB(Vector128<T> value, Vector128<T> power)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.ScaleB(value.AsSingle(), power.AsSingle()).As<float, T>();
        else
            return KernelMath.ScaleB(value.AsDouble(), power.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Exponent(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Exponent(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Exponent(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Significand(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.Significand(value.AsSingle()).As<float, T>();
        else
            return KernelMath.Significand(value.AsDouble()).As<double, T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LogB(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.LogB(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector128<T>>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> NormalizedSignificand(Vector128<T> value)
    {
        if (typeof(T) == typeof(float))
            return KernelMath.NormalizedSignificand(value.AsSingle()).As<float, T>();
        else
            return UnsupportedOperation.InDouble<Vector128<T>>();
    }
}
