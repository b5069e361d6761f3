using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.Matrices;

/// <summary>Combines results element by element.</summary>
internal static class ColumnAccumulation
{
    extension(ReductionKind kind)
    {
        /// <summary>Combines each result with a value.</summary>
        /// <param name="results">The results.</param>
        /// <param name="values">The values: as many.</param>
        [MethodImpl(KernelOptions.Loop)]
        public void Accumulate(Span<double> results, ReadOnlySpan<double> values)
        {
            if (kind == ReductionKind.Norm)
            {
                EuclideanNorm.Enter(results, values);
                return;
            }

            ref var result = ref MemoryMarshal.GetReference(results);
            ref var value = ref MemoryMarshal.GetReference(values);
            var sums = kind == ReductionKind.Sum;
            nuint i = 0;
            if (Vector512.IsHardwareAccelerated)
            {
                for (; (int)i <= values.Length - Vector512<double>.Count; i += (nuint)Vector512<double>.Count)
                {
                    var (a, b) = (Vector512.LoadUnsafe(ref result, i), Vector512.LoadUnsafe(ref value, i));
                    (sums ? a + b : Vector512.Max(a, b)).StoreUnsafe(ref result, i);
                }
            }

            for (; (int)i <= values.Length - Vector256<double>.Count; i += (nuint)Vector256<double>.Count)
            {
                var (a, b) = (Vector256.LoadUnsafe(ref result, i), Vector256.LoadUnsafe(ref value, i));
                (sums ? a + b : Vector256.Max(a, b)).StoreUnsafe(ref result, i);
            }

            for (; (int)i < values.Length; i++)
                results[(int)i] = kind.Combine(results[(int)i], values[(int)i]);
        }
    }
}
