using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices.Operators;

public static partial class VectorOperators
{
    extension<V>(V)
        where V : struct
    {
        /// <summary>The bits that both have.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator &(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) & Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The bits that either has.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator |(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) | Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The bits that one alone has.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator ^(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) ^ Unsafe.BitCast<V, Vector512<float>>(b));
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

        /// <summary>The bits that the operand does not have.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator ~(V a)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(~Unsafe.BitCast<V, Vector512<float>>(a));
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
}
