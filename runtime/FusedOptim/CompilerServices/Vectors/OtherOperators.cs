using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices.Operators;

/// <summary>
/// The operators on vectors of doubles, on vectors of fewer than 512 bits, and on single elements. Apart from
/// <see cref="VectorOperators"/>, because the just-in-time compiler reads the whole of a method that it inlines and loads the types in it:
/// a first step with vectors of 512 bits does not wait for all others.
/// </summary>
internal static class OtherOperators
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Add<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) + Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) + Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) + Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float))
            return Unsafe.BitCast<float, V>(Unsafe.BitCast<V, float>(a) + Unsafe.BitCast<V, float>(b));
        if (typeof(V) == typeof(double))
            return Unsafe.BitCast<double, V>(Unsafe.BitCast<V, double>(a) + Unsafe.BitCast<V, double>(b));
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) + Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) + Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Add(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Subtract<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) - Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) - Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) - Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float))
            return Unsafe.BitCast<float, V>(Unsafe.BitCast<V, float>(a) - Unsafe.BitCast<V, float>(b));
        if (typeof(V) == typeof(double))
            return Unsafe.BitCast<double, V>(Unsafe.BitCast<V, double>(a) - Unsafe.BitCast<V, double>(b));
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) - Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) - Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Subtract(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Multiply<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) * Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) * Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) * Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float))
            return Unsafe.BitCast<float, V>(Unsafe.BitCast<V, float>(a) * Unsafe.BitCast<V, float>(b));
        if (typeof(V) == typeof(double))
            return Unsafe.BitCast<double, V>(Unsafe.BitCast<V, double>(a) * Unsafe.BitCast<V, double>(b));
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) * Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) * Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Multiply(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Divide<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) / Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) / Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) / Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float))
            return Unsafe.BitCast<float, V>(Unsafe.BitCast<V, float>(a) / Unsafe.BitCast<V, float>(b));
        if (typeof(V) == typeof(double))
            return Unsafe.BitCast<double, V>(Unsafe.BitCast<V, double>(a) / Unsafe.BitCast<V, double>(b));
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) / Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) / Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Divide(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Negate<V>(V a)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(-Unsafe.BitCast<V, Vector512<double>>(a));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(-Unsafe.BitCast<V, Vector256<float>>(a));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(-Unsafe.BitCast<V, Vector256<double>>(a));
        if (typeof(V) == typeof(float))
            return Unsafe.BitCast<float, V>(-Unsafe.BitCast<V, float>(a));
        if (typeof(V) == typeof(double))
            return Unsafe.BitCast<double, V>(-Unsafe.BitCast<V, double>(a));
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(-Unsafe.BitCast<V, Vector128<float>>(a));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(-Unsafe.BitCast<V, Vector128<double>>(a));
        return PairOperators.Negate(a);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V And<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) & Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) & Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) & Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float) || typeof(V) == typeof(double))
            return (Vector128.CreateScalarUnsafe(a) & Vector128.CreateScalarUnsafe(b)).ToScalar();
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) & Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) & Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.And(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Or<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) | Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) | Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) | Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float) || typeof(V) == typeof(double))
            return (Vector128.CreateScalarUnsafe(a) | Vector128.CreateScalarUnsafe(b)).ToScalar();
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) | Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) | Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Or(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Xor<V>(V a, V b)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(Unsafe.BitCast<V, Vector512<double>>(a) ^ Unsafe.BitCast<V, Vector512<double>>(b));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(Unsafe.BitCast<V, Vector256<float>>(a) ^ Unsafe.BitCast<V, Vector256<float>>(b));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(Unsafe.BitCast<V, Vector256<double>>(a) ^ Unsafe.BitCast<V, Vector256<double>>(b));
        if (typeof(V) == typeof(float) || typeof(V) == typeof(double))
            return (Vector128.CreateScalarUnsafe(a) ^ Vector128.CreateScalarUnsafe(b)).ToScalar();
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(Unsafe.BitCast<V, Vector128<float>>(a) ^ Unsafe.BitCast<V, Vector128<float>>(b));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(Unsafe.BitCast<V, Vector128<double>>(a) ^ Unsafe.BitCast<V, Vector128<double>>(b));
        return PairOperators.Xor(a, b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Not<V>(V a)
        where V : struct
    {
        if (typeof(V) == typeof(Vector512<double>))
            return Unsafe.BitCast<Vector512<double>, V>(~Unsafe.BitCast<V, Vector512<double>>(a));
        if (typeof(V) == typeof(Vector256<float>))
            return Unsafe.BitCast<Vector256<float>, V>(~Unsafe.BitCast<V, Vector256<float>>(a));
        if (typeof(V) == typeof(Vector256<double>))
            return Unsafe.BitCast<Vector256<double>, V>(~Unsafe.BitCast<V, Vector256<double>>(a));
        if (typeof(V) == typeof(float) || typeof(V) == typeof(double))
            return (~Vector128.CreateScalarUnsafe(a)).ToScalar();
        if (typeof(V) == typeof(Vector128<float>))
            return Unsafe.BitCast<Vector128<float>, V>(~Unsafe.BitCast<V, Vector128<float>>(a));
        if (typeof(V) == typeof(Vector128<double>))
            return Unsafe.BitCast<Vector128<double>, V>(~Unsafe.BitCast<V, Vector128<double>>(a));
        return PairOperators.Not(a);
    }
}
