namespace FusedOptim.LinearAlgebra;

/// <summary>One row of C by two vectors, which stay in registers while the depth is walked once, in order.</summary>
internal static unsafe class Tile1<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    public static void Run(
        T* a, nint aRowStride, nint aDepthStride, T* b, nint bDepthStride, int depth, T* start, nint startRowStride,
        T* c, nint cRowStride)
    {
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + TLanes.Count);

        for (nint k = 0, index = 0; k < depth; k++, index += aDepthStride, b += bDepthStride)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var x0 = TLanes.Broadcast(a[index]);
            c00 = TLanes.FusedMultiplyAdd(x0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(x0, b1, c01);
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
    }
}
