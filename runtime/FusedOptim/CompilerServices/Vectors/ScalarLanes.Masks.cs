using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.CompilerServices;

// By operations on vectors, of whose elements only the first counts: masks stay in the registers of floating-point numbers.
public readonly partial struct ScalarLanes<T>
{
    /// <inheritdoc/>
    public static T Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Broadcast(double value)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<float, T>((float)value);
        else
            return Unsafe.BitCast<double, T>(value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T BroadcastMask(bool truth)
    {
        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<int, T>(truth ? -1 : 0);
        else
            return Unsafe.BitCast<long, T>(truth ? -1 : 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LessThan(T a, T b)
    {
        if (Vector128.IsHardwareAccelerated)
            return Vector128.LessThan(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
        return BroadcastMask(typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, float>(a) < Unsafe.BitCast<T, float>(b)
            : Unsafe.BitCast<T, double>(a) < Unsafe.BitCast<T, double>(b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LessThanOrEqual(T a, T b)
    {
        if (Vector128.IsHardwareAccelerated)
            return Vector128.LessThanOrEqual(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
        return BroadcastMask(typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, float>(a) <= Unsafe.BitCast<T, float>(b)
            : Unsafe.BitCast<T, double>(a) <= Unsafe.BitCast<T, double>(b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GreaterThan(T a, T b)
    {
        if (Vector128.IsHardwareAccelerated)
            return Vector128.GreaterThan(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
        return BroadcastMask(typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, float>(a) > Unsafe.BitCast<T, float>(b)
            : Unsafe.BitCast<T, double>(a) > Unsafe.BitCast<T, double>(b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T GreaterThanOrEqual(T a, T b)
    {
        if (Vector128.IsHardwareAccelerated)
            return Vector128.GreaterThanOrEqual(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
        return BroadcastMask(typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, float>(a) >= Unsafe.BitCast<T, float>(b)
            : Unsafe.BitCast<T, double>(a) >= Unsafe.BitCast<T, double>(b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Equals(T a, T b)
    {
        if (Vector128.IsHardwareAccelerated)
            return Vector128.Equals(Vector128.CreateScalarUnsafe(a), Vector128.CreateScalarUnsafe(b)).ToScalar();
        return BroadcastMask(typeof(T) == typeof(float)
            ? Unsafe.BitCast<T, float>(a) == Unsafe.BitCast<T, float>(b)
            : Unsafe.BitCast<T, double>(a) == Unsafe.BitCast<T, double>(b));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Select(T mask, T whenTrue, T whenFalse)
    {
        if (Vector128.IsHardwareAccelerated)
        {
            return Vector128.ConditionalSelect(
                Vector128.CreateScalarUnsafe(mask),
                Vector128.CreateScalarUnsafe(whenTrue),
                Vector128.CreateScalarUnsafe(whenFalse)).ToScalar();
        }

        if (typeof(T) == typeof(float))
            return Unsafe.BitCast<T, int>(mask) != 0 ? whenTrue : whenFalse;
        return Unsafe.BitCast<T, long>(mask) != 0 ? whenTrue : whenFalse;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SelectOrZero(T mask, T whenTrue) => mask & whenTrue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ZeroOrSelect(T mask, T whenFalse) => AndNot(whenFalse, mask);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T AndNot(T value, T mask) =>
        Vector128.AndNot(Vector128.CreateScalarUnsafe(value), Vector128.CreateScalarUnsafe(mask)).ToScalar();
}
