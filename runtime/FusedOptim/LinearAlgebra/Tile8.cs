namespace FusedOptim.LinearAlgebra;

/// <summary>Eight rows of C by two vectors, which stay in registers while the depth is walked once, in order.</summary>
internal static unsafe class Tile8<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    public static void Run(
        T* a, nint aRowStride, nint aDepthStride, T* b, nint bDepthStride, int depth, T* start, nint startRowStride,
        T* c, nint cRowStride)
    {
        var a1 = a + aRowStride;
        var a2 = a1 + aRowStride;
        var a3 = a2 + aRowStride;
        var a4 = a3 + aRowStride;
        var a5 = a4 + aRowStride;
        var a6 = a5 + aRowStride;
        var a7 = a6 + aRowStride;
        var c00 = TLanes.Load(start);
        var c01 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c10 = TLanes.Load(start);
        var c11 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c20 = TLanes.Load(start);
        var c21 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c30 = TLanes.Load(start);
        var c31 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c40 = TLanes.Load(start);
        var c41 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c50 = TLanes.Load(start);
        var c51 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c60 = TLanes.Load(start);
        var c61 = TLanes.Load(start + TLanes.Count);
        start += startRowStride;
        var c70 = TLanes.Load(start);
        var c71 = TLanes.Load(start + TLanes.Count);

        for (nint k = 0, index = 0; k < depth; k++, index += aDepthStride, b += bDepthStride)
        {
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var x0 = TLanes.Broadcast(a[index]);
            c00 = TLanes.FusedMultiplyAdd(x0, b0, c00);
            c01 = TLanes.FusedMultiplyAdd(x0, b1, c01);
            var x1 = TLanes.Broadcast(a1[index]);
            c10 = TLanes.FusedMultiplyAdd(x1, b0, c10);
            c11 = TLanes.FusedMultiplyAdd(x1, b1, c11);
            var x2 = TLanes.Broadcast(a2[index]);
            c20 = TLanes.FusedMultiplyAdd(x2, b0, c20);
            c21 = TLanes.FusedMultiplyAdd(x2, b1, c21);
            var x3 = TLanes.Broadcast(a3[index]);
            c30 = TLanes.FusedMultiplyAdd(x3, b0, c30);
            c31 = TLanes.FusedMultiplyAdd(x3, b1, c31);
            var x4 = TLanes.Broadcast(a4[index]);
            c40 = TLanes.FusedMultiplyAdd(x4, b0, c40);
            c41 = TLanes.FusedMultiplyAdd(x4, b1, c41);
            var x5 = TLanes.Broadcast(a5[index]);
            c50 = TLanes.FusedMultiplyAdd(x5, b0, c50);
            c51 = TLanes.FusedMultiplyAdd(x5, b1, c51);
            var x6 = TLanes.Broadcast(a6[index]);
            c60 = TLanes.FusedMultiplyAdd(x6, b0, c60);
            c61 = TLanes.FusedMultiplyAdd(x6, b1, c61);
            var x7 = TLanes.Broadcast(a7[index]);
            c70 = TLanes.FusedMultiplyAdd(x7, b0, c70);
            c71 = TLanes.FusedMultiplyAdd(x7, b1, c71);
        }

        TLanes.Store(c00, c);
        TLanes.Store(c01, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c10, c);
        TLanes.Store(c11, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c20, c);
        TLanes.Store(c21, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c30, c);
        TLanes.Store(c31, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c40, c);
        TLanes.Store(c41, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c50, c);
        TLanes.Store(c51, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c60, c);
        TLanes.Store(c61, c + TLanes.Count);
        c += cRowStride;
        TLanes.Store(c70, c);
        TLanes.Store(c71, c + TLanes.Count);
    }
}
