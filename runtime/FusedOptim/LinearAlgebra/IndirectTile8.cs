namespace FusedOptim.LinearAlgebra;

/// <summary>Eight rows of C by two vectors, as <see cref="Tile8{TLanes, TVector, T}"/>; a table says where A continues along the depth.</summary>
internal static unsafe class IndirectTile8<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    public static void Run(T** a, int* offsets, int depth, T* b, nint bDepthStride, T** start, T** c)
    {
        var a0 = a[0];
        var a1 = a[1];
        var a2 = a[2];
        var a3 = a[3];
        var a4 = a[4];
        var a5 = a[5];
        var a6 = a[6];
        var a7 = a[7];
        var c00 = TLanes.Load(start[0]);
        var c01 = TLanes.Load(start[0] + TLanes.Count);
        var c10 = TLanes.Load(start[1]);
        var c11 = TLanes.Load(start[1] + TLanes.Count);
        var c20 = TLanes.Load(start[2]);
        var c21 = TLanes.Load(start[2] + TLanes.Count);
        var c30 = TLanes.Load(start[3]);
        var c31 = TLanes.Load(start[3] + TLanes.Count);
        var c40 = TLanes.Load(start[4]);
        var c41 = TLanes.Load(start[4] + TLanes.Count);
        var c50 = TLanes.Load(start[5]);
        var c51 = TLanes.Load(start[5] + TLanes.Count);
        var c60 = TLanes.Load(start[6]);
        var c61 = TLanes.Load(start[6] + TLanes.Count);
        var c70 = TLanes.Load(start[7]);
        var c71 = TLanes.Load(start[7] + TLanes.Count);

        for (var end = offsets + depth; offsets < end; offsets++, b += bDepthStride)
        {
            nint index = *offsets;
            var b0 = TLanes.Load(b);
            var b1 = TLanes.Load(b + TLanes.Count);
            var x0 = TLanes.Broadcast(a0[index]);
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

        TLanes.Store(c00, c[0]);
        TLanes.Store(c01, c[0] + TLanes.Count);
        TLanes.Store(c10, c[1]);
        TLanes.Store(c11, c[1] + TLanes.Count);
        TLanes.Store(c20, c[2]);
        TLanes.Store(c21, c[2] + TLanes.Count);
        TLanes.Store(c30, c[3]);
        TLanes.Store(c31, c[3] + TLanes.Count);
        TLanes.Store(c40, c[4]);
        TLanes.Store(c41, c[4] + TLanes.Count);
        TLanes.Store(c50, c[5]);
        TLanes.Store(c51, c[5] + TLanes.Count);
        TLanes.Store(c60, c[6]);
        TLanes.Store(c61, c[6] + TLanes.Count);
        TLanes.Store(c70, c[7]);
        TLanes.Store(c71, c[7] + TLanes.Count);
    }
}
