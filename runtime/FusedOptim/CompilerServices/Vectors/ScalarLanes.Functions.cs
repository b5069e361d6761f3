using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

public readonly partial struct ScalarLanes<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T FusedMultiplyAdd(T a, T b, T c)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>(KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b), Unsafe.BitCast<T, float>(c)));
        }
        else
        {
            return Unsafe.BitCast<double, T>(KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b), Unsafe.BitCast<T, double>(c)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Abs(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Abs(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Abs(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sign(T value) =>
        Select(GreaterThan(value, Zero), Broadcast(1), Select(LessThan(value, Zero), Broadcast(-1), value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sqrt(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Sqrt(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Sqrt(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Min(T a, T b)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>(MathF.Min(Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b)));
        }
        else
        {
            return Unsafe.BitCast<double, T>(Math.Min(Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MinOfZero(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Min(Unsafe.BitCast<T, float>(value), 0));
        else
            return Unsafe.BitCast<double, T>(Math.Min(Unsafe.BitCast<T, double>(value), 0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Max(T a, T b)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>(MathF.Max(Unsafe.BitCast<T, float>(a), Unsafe.BitCast<T, float>(b)));
        }
        else
        {
            return Unsafe.BitCast<double, T>(Math.Max(Unsafe.BitCast<T, double>(a), Unsafe.BitCast<T, double>(b)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxOfZero(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Max(Unsafe.BitCast<T, float>(value), 0));
        else
            return Unsafe.BitCast<double, T>(Math.Max(Unsafe.BitCast<T, double>(value), 0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T CopySign(T value, T sign)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>(MathF.CopySign(
                Unsafe.BitCast<T, float>(value), Unsafe.BitCast<T, float>(sign)));
        }
        else
        {
            return Unsafe.BitCast<double, T>(Math.CopySign(
                Unsafe.BitCast<T, double>(value), Unsafe.BitCast<T, double>(sign)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Floor(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Floor(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Floor(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Ceiling(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Ceiling(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Ceiling(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Round(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Round(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Round(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Truncate(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(MathF.Truncate(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(Math.Truncate(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T PowerOfTwo(T exponent)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(KernelMath.PowerOfTwo(Unsafe.BitCast<T, float>(exponent)));
        else
            return Unsafe.BitCast<double, T>(KernelMath.PowerOfTwo(Unsafe.BitCast<T, double>(exponent)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ScaleB(T value, T power)
    {
        if (typeof(T) == typeof(float))
        {
            return Unsafe.BitCast<float, T>(KernelMath.ScaleB(
                Unsafe.BitCast<T, float>(value), Unsafe.BitCast<T, float>(power)));
        }
        else
        {
            return Unsafe.BitCast<double, T>(KernelMath.ScaleB(
                Unsafe.BitCast<T, double>(value), Unsafe.BitCast<T, double>(power)));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exponent(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(KernelMath.Exponent(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(KernelMath.Exponent(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Significand(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(KernelMath.Significand(Unsafe.BitCast<T, float>(value)));
        else
            return Unsafe.BitCast<double, T>(KernelMath.Significand(Unsafe.BitCast<T, double>(value)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LogB(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(KernelMath.LogB(Unsafe.BitCast<T, float>(value)));
        else
            return UnsupportedOperation.InDouble<T>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T NormalizedSignificand(T value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>(KernelMath.NormalizedSignificand(Unsafe.BitCast<T, float>(value)));
        else
            return UnsupportedOperation.InDouble<T>();
    }
}
