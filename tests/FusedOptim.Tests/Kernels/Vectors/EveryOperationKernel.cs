using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.Tests.Kernels.Vectors;

/// <summary>A loop as the generator writes loops, compiled with all optimizations, in which every operation occurs.</summary>
internal static class EveryOperationKernel<L, V, D, W, T>
    where L : struct, ILanes<V, T>
    where V : struct
    where D : struct, IWideLanes<W, V, T>
    where W : struct
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
        var third = L.Broadcast(1.0 / 3);
        var large = L.Broadcast(1e6);
        var always = L.BroadcastMask(count != 0);
        for (nuint i = 0; i < count; i += L.Count)
        {
            var x = L.Load(ref a, i);
            var y = L.Load<FloatStates>(ref b, i);

            var lesser = L.Min(x, y) + L.MinOfZero(x) + L.Sign(y);
            var greater = L.Max(x, y) - L.MaxOfZero(y);
            var isBetween = (L.LessThan(lesser, third) | L.GreaterThanOrEqual(greater, L.Zero)) & always;
            var isEdge = L.LessThanOrEqual(x, y) ^ (L.GreaterThan(y, third) & ~L.Equals(x, L.Zero));
            var root = L.Sqrt(L.Abs(x));
            var scaled = L.FusedMultiplyAdd(x, y, third) / L.CopySign(root, y);
            var whole = L.Floor(x) - L.Ceiling(y) + L.Round(third * x) * L.Truncate(-y);
            var kept = L.SelectOrZero(isEdge, scaled) + L.ZeroOrSelect(isBetween, whole) + L.AndNot(root, isEdge);
            // Neither NaN nor infinite: the parts of such a number are not defined.
            var normal = L.Min(L.Max(L.SelectOrZero(L.Equals(x, x), root), third), large);
            var taken = L.ScaleB(L.Significand(normal), L.Floor(third * L.Exponent(normal))) * L.PowerOfTwo(L.Exponent(normal));
            var value = L.Select(isBetween, kept, taken);

            var (wideX, wideY) = (D.LoadWide<FloatStates>(ref a, i), D.Widen(y));
            var wide = D.Select(D.WidenMask(isEdge), wideX * wideY, D.Max(D.Sqrt(D.Abs(wideX)), D.MinOfZero(wideY)));
            L.Store(value, ref result, i);
            D.StoreWide(D.FusedMultiplyAdd(wide, wideX, D.Widen(value)), ref summands, i);
        }
    }
}
