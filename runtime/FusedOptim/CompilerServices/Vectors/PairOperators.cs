using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices.Operators;

/// <summary>The operators on elements of floats in double, which are pairs of vectors.</summary>
internal static class PairOperators
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) + Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) + Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) + Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) + Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) - Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) - Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) - Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) - Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) * Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) * Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) * Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) * Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Divide<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) / Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) / Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) / Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) / Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Negate<V>(V a)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(-Unsafe.BitCast<V, Wide512>(a));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(-Unsafe.BitCast<V, Wide256>(a));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(-Unsafe.BitCast<V, Wide128>(a));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(-Unsafe.BitCast<V, WideScalar>(a));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) & Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) & Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) & Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) & Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) | Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) | Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) | Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) | Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(Unsafe.BitCast<V, Wide512>(a) ^ Unsafe.BitCast<V, Wide512>(b));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(Unsafe.BitCast<V, Wide256>(a) ^ Unsafe.BitCast<V, Wide256>(b));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(Unsafe.BitCast<V, Wide128>(a) ^ Unsafe.BitCast<V, Wide128>(b));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(Unsafe.BitCast<V, WideScalar>(a) ^ Unsafe.BitCast<V, WideScalar>(b));
        return UnsupportedOperation.Of<V>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Not<V>(V a)
        where V : struct
    {
        if (typeof(V) == typeof(Wide512))
            return Unsafe.BitCast<Wide512, V>(~Unsafe.BitCast<V, Wide512>(a));
        if (typeof(V) == typeof(Wide256))
            return Unsafe.BitCast<Wide256, V>(~Unsafe.BitCast<V, Wide256>(a));
        if (typeof(V) == typeof(Wide128))
            return Unsafe.BitCast<Wide128, V>(~Unsafe.BitCast<V, Wide128>(a));
        if (typeof(V) == typeof(WideScalar))
            return Unsafe.BitCast<WideScalar, V>(~Unsafe.BitCast<V, WideScalar>(a));
        return UnsupportedOperation.Of<V>();
    }
}
