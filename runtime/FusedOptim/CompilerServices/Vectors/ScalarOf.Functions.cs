using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

public partial struct ScalarOf<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> FusedMultiplyAdd(ScalarOf<T> a, ScalarOf<T> b, ScalarOf<T> c)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value = Unsafe.BitCast<float, T>(KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, float>(a.Value), Unsafe.BitCast<T, float>(b.Value), Unsafe.BitCast<T, float>(c.Value)));
        }
        else
        {
            result.Value = Unsafe.BitCast<double, T>(KernelMath.FusedMultiplyAdd(
                Unsafe.BitCast<T, double>(a.Value), Unsafe.BitCast<T, double>(b.Value), Unsafe.BitCast<T, double>(c.Value)));
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Abs(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Abs(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Abs(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Sqrt(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Sqrt(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Sqrt(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Min(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<float, T>(MathF.Min(Unsafe.BitCast<T, float>(a.Value), Unsafe.BitCast<T, float>(b.Value)));
        }
        else
        {
            result.Value =
                Unsafe.BitCast<double, T>(Math.Min(Unsafe.BitCast<T, double>(a.Value), Unsafe.BitCast<T, double>(b.Value)));
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> MinOfZero(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Min(Unsafe.BitCast<T, float>(value.Value), 0));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Min(Unsafe.BitCast<T, double>(value.Value), 0));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Max(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<float, T>(MathF.Max(Unsafe.BitCast<T, float>(a.Value), Unsafe.BitCast<T, float>(b.Value)));
        }
        else
        {
            result.Value =
                Unsafe.BitCast<double, T>(Math.Max(Unsafe.BitCast<T, double>(a.Value), Unsafe.BitCast<T, double>(b.Value)));
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> MaxOfZero(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Max(Unsafe.BitCast<T, float>(value.Value), 0));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Max(Unsafe.BitCast<T, double>(value.Value), 0));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> CopySign(ScalarOf<T> value, ScalarOf<T> sign)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value = Unsafe.BitCast<float, T>(MathF.CopySign(
                Unsafe.BitCast<T, float>(value.Value), Unsafe.BitCast<T, float>(sign.Value)));
        }
        else
        {
            result.Value = Unsafe.BitCast<double, T>(Math.CopySign(
                Unsafe.BitCast<T, double>(value.Value), Unsafe.BitCast<T, double>(sign.Value)));
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Floor(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Floor(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Floor(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Ceiling(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Ceiling(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Ceiling(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Round(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Round(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Round(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Truncate(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(MathF.Truncate(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(Math.Truncate(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> PowerOfTwo(ScalarOf<T> exponent)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(KernelMath.PowerOfTwo(Unsafe.BitCast<T, float>(exponent.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(KernelMath.PowerOfTwo(Unsafe.BitCast<T, double>(exponent.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> ScaleB(ScalarOf<T> value, ScalarOf<T> power)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value = Unsafe.BitCast<float, T>(KernelMath.ScaleB(
                Unsafe.BitCast<T, float>(value.Value), Unsafe.BitCast<T, float>(power.Value)));
        }
        else
        {
            result.Value = Unsafe.BitCast<double, T>(KernelMath.ScaleB(
                Unsafe.BitCast<T, double>(value.Value), Unsafe.BitCast<T, double>(power.Value)));
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Exponent(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(KernelMath.Exponent(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(KernelMath.Exponent(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Significand(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(KernelMath.Significand(Unsafe.BitCast<T, float>(value.Value)));
        else
            result.Value = Unsafe.BitCast<double, T>(KernelMath.Significand(Unsafe.BitCast<T, double>(value.Value)));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> LogB(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(KernelMath.LogB(Unsafe.BitCast<T, float>(value.Value)));
        else
            result = UnsupportedOperation.InDouble<ScalarOf<T>>();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> NormalizedSignificand(ScalarOf<T> value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(KernelMath.NormalizedSignificand(Unsafe.BitCast<T, float>(value.Value)));
        else
            result = UnsupportedOperation.InDouble<ScalarOf<T>>();
        return result;
    }
}
