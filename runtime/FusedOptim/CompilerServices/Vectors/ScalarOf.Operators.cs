using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

public partial struct ScalarOf<T>
{
    /// <inheritdoc/>
    public static ScalarOf<T> Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Broadcast(double value)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>((float)value);
        else
            result.Value = Unsafe.BitCast<double, T>(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> BroadcastMask(bool truth)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(truth ? -1 : 0);
        else
            result.Value = Unsafe.BitCast<long, T>(truth ? -1 : 0);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator +(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(a.Value) + Unsafe.BitCast<T, float>(b.Value));
        else
            result.Value = Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(a.Value) + Unsafe.BitCast<T, double>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator -(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(a.Value) - Unsafe.BitCast<T, float>(b.Value));
        else
            result.Value = Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(a.Value) - Unsafe.BitCast<T, double>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator *(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(a.Value) * Unsafe.BitCast<T, float>(b.Value));
        else
            result.Value = Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(a.Value) * Unsafe.BitCast<T, double>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator /(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(a.Value) / Unsafe.BitCast<T, float>(b.Value));
        else
            result.Value = Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(a.Value) / Unsafe.BitCast<T, double>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator -(ScalarOf<T> a)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<float, T>(-Unsafe.BitCast<T, float>(a.Value));
        else
            result.Value = Unsafe.BitCast<double, T>(-Unsafe.BitCast<T, double>(a.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator &(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.Value) & Unsafe.BitCast<T, int>(b.Value));
        else
            result.Value = Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.Value) & Unsafe.BitCast<T, long>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator |(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.Value) | Unsafe.BitCast<T, int>(b.Value));
        else
            result.Value = Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.Value) | Unsafe.BitCast<T, long>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator ^(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(a.Value) ^ Unsafe.BitCast<T, int>(b.Value));
        else
            result.Value = Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(a.Value) ^ Unsafe.BitCast<T, long>(b.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> operator ~(ScalarOf<T> a)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(~Unsafe.BitCast<T, int>(a.Value));
        else
            result.Value = Unsafe.BitCast<long, T>(~Unsafe.BitCast<T, long>(a.Value));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> LessThan(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<int, T>(Unsafe.BitCast<T, float>(a.Value) < Unsafe.BitCast<T, float>(b.Value) ? -1 : 0);
        }
        else
        {
            result.Value =
                Unsafe.BitCast<long, T>(Unsafe.BitCast<T, double>(a.Value) < Unsafe.BitCast<T, double>(b.Value) ? -1 : 0);
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> LessThanOrEqual(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<int, T>(Unsafe.BitCast<T, float>(a.Value) <= Unsafe.BitCast<T, float>(b.Value) ? -1 : 0);
        }
        else
        {
            result.Value =
                Unsafe.BitCast<long, T>(Unsafe.BitCast<T, double>(a.Value) <= Unsafe.BitCast<T, double>(b.Value) ? -1 : 0);
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> GreaterThan(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<int, T>(Unsafe.BitCast<T, float>(a.Value) > Unsafe.BitCast<T, float>(b.Value) ? -1 : 0);
        }
        else
        {
            result.Value =
                Unsafe.BitCast<long, T>(Unsafe.BitCast<T, double>(a.Value) > Unsafe.BitCast<T, double>(b.Value) ? -1 : 0);
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> GreaterThanOrEqual(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<int, T>(Unsafe.BitCast<T, float>(a.Value) >= Unsafe.BitCast<T, float>(b.Value) ? -1 : 0);
        }
        else
        {
            result.Value =
                Unsafe.BitCast<long, T>(Unsafe.BitCast<T, double>(a.Value) >= Unsafe.BitCast<T, double>(b.Value) ? -1 : 0);
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Equals(ScalarOf<T> a, ScalarOf<T> b)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
        {
            result.Value =
                Unsafe.BitCast<int, T>(Unsafe.BitCast<T, float>(a.Value) == Unsafe.BitCast<T, float>(b.Value) ? -1 : 0);
        }
        else
        {
            result.Value =
                Unsafe.BitCast<long, T>(Unsafe.BitCast<T, double>(a.Value) == Unsafe.BitCast<T, double>(b.Value) ? -1 : 0);
        }

        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Select(ScalarOf<T> mask, ScalarOf<T> whenTrue, ScalarOf<T> whenFalse)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<T, int>(mask.Value) != 0 ? whenTrue : whenFalse;
        return Unsafe.BitCast<T, long>(mask.Value) != 0 ? whenTrue : whenFalse;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> SelectOrZero(ScalarOf<T> mask, ScalarOf<T> whenTrue) => mask & whenTrue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> ZeroOrSelect(ScalarOf<T> mask, ScalarOf<T> whenFalse) => AndNot(whenFalse, mask);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> AndNot(ScalarOf<T> value, ScalarOf<T> mask)
    {
        ScalarOf<T> result;
        if (typeof(T) == typeof(float))
            result.Value = Unsafe.BitCast<int, T>(Unsafe.BitCast<T, int>(value.Value) & ~Unsafe.BitCast<T, int>(mask.Value));
        else
            result.Value = Unsafe.BitCast<long, T>(Unsafe.BitCast<T, long>(value.Value) & ~Unsafe.BitCast<T, long>(mask.Value));
        return result;
    }
}
