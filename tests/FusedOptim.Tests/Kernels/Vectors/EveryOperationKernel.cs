using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>A loop as the generator writes loops, compiled with all optimizations, in which every operation occurs.</summary>
internal static class EveryOperationKernel<V, W, T>
    where V : struct, IVector<V, T>
    where W : struct, IWideVector<W, V, T>
    where T : unmanaged
{
    /// <summary>Computes each operation of two operands.</summary>
    /// <param name="a">The first operand.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="result">The results.</param>
    /// <param name="summands">A buffer for results in double.</param>
    /// <param name="count">The number of elements, a multiple of 16.</param>
    [MethodImpl(KernelOptions.Loop)]
    public static void Run(ref T a, ref T b, ref T result, ref double summands, nuint count)
    {
        var third = V.Broadcast(1.0 / 3);
        var large = V.Broadcast(1e6);
        var always = V.BroadcastMask(count != 0);
        for (nuint i = 0; i < count; i += V.Count)
        {
            var x = V.Load(ref a, i);
            var y = V.Load<FloatStates>(ref b, i);

            var lesser = V.Min(x, y) + V.MinOfZero(x);
            var greater = V.Max(x, y) - V.MaxOfZero(y);
            var isBetween = (V.LessThan(lesser, third) | V.GreaterThanOrEqual(greater, V.Zero)) & always;
            var isEdge = V.LessThanOrEqual(x, y) ^ (V.GreaterThan(y, third) & ~V.Equals(x, V.Zero));
            var root = V.Sqrt(V.Abs(x));
            var scaled = V.FusedMultiplyAdd(x, y, third) / V.CopySign(root, y);
            var whole = V.Floor(x) - V.Ceiling(y) + V.Round(third * x) * V.Truncate(-y);
            var kept = V.SelectOrZero(isEdge, scaled) + V.ZeroOrSelect(isBetween, whole) + V.AndNot(root, isEdge);
            // Neither NaN nor infinite: the parts of such a number are not defined.
            var normal = V.Min(V.Max(V.SelectOrZero(V.Equals(x, x), root), third), large);
            var taken = V.ScaleB(V.Significand(normal), V.Floor(third * V.Exponent(normal))) * V.PowerOfTwo(V.Exponent(normal));
            var value = V.Select(isBetween, kept, taken);

            var (wideX, wideY) = (W.LoadWide<FloatStates>(ref a, i), W.Widen(y));
            var wide = W.Select(W.WidenMask(isEdge), wideX * wideY, W.Max(W.Sqrt(W.Abs(wideX)), W.MinOfZero(wideY)));
            V.Store(value, ref result, i);
            W.StoreWide(W.FusedMultiplyAdd(wide, wideX, W.Widen(value)), ref summands, i);
        }
    }
}
