using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices.Operators;

/// <summary>
/// The operators of generated kernels on vectors of any width, which are the type argument V. The just-in-time compiler knows V and keeps
/// one branch of each: that of floats of 512 bits, or one of <see cref="OtherOperators"/>. They are operators of the framework's own
/// vectors, not of a struct around them, because the compiler folds a load into the operation that uses it only where no struct is copied
/// between the two. They apply to every struct, so their namespace is one that generated files alone import.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorOperators
{
    extension<V>(V)
        where V : struct
    {
        /// <summary>The sum.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator +(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) + Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Add(a, b);
        }

        /// <summary>The difference.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator -(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) - Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Subtract(a, b);
        }

        /// <summary>The product.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator *(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) * Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Multiply(a, b);
        }

        /// <summary>The quotient.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator /(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) / Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Divide(a, b);
        }

        /// <summary>The negative: the sign bit changed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator -(V a)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(-Unsafe.BitCast<V, Vector512<float>>(a));
            return OtherOperators.Negate(a);
        }
    }
}
