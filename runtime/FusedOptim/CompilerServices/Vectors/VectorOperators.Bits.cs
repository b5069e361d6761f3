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
            return OtherOperators.And(a, b);
        }

        /// <summary>The bits that either has.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator |(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) | Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Or(a, b);
        }

        /// <summary>The bits that one alone has.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator ^(V a, V b)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(Unsafe.BitCast<V, Vector512<float>>(a) ^ Unsafe.BitCast<V, Vector512<float>>(b));
            return OtherOperators.Xor(a, b);
        }

        /// <summary>The bits that the operand does not have.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V operator ~(V a)
        {
            if (typeof(V) == typeof(Vector512<float>))
                return Unsafe.BitCast<Vector512<float>, V>(~Unsafe.BitCast<V, Vector512<float>>(a));
            return OtherOperators.Not(a);
        }
    }
}
