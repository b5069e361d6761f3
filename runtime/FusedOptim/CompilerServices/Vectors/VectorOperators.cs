using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices.Operators;

/// <summary>
/// The operators of generated kernels on vectors of any width, which are the type argument V. The just-in-time compiler knows V and keeps
/// one branch of each. They are operators of the framework's own vectors, not of a struct around them, because the compiler folds a
/// load into the operation that uses it only where no struct is copied between the two. They apply to every struct, so their namespace
/// is one that generated files alone import.
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

        /// <summary>The difference.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator -(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) - Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The product.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator *(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) * Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The quotient.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator /(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) / Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The negative: the sign bit changed.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator -(V a)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(-Unsafe.BitCast<V, Vector512<float>>(a));
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
    }
}
