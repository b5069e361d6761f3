namespace FusedOptim.LinearAlgebra;

/// <summary>A panel of C, two vectors wide, of a product whose A is read through tables.</summary>
internal static unsafe class IndirectPanel<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private const int LargestTile = 8;

    private static int Width => 2 * TLanes.Count;

    /// <summary>Computes a panel.</summary>
    /// <param name="operands">The product.</param>
    /// <param name="column">The first column.</param>
    /// <param name="count">The number of columns: at most the width of the panel.</param>
    /// <param name="b">The panel of B, padded to the width.</param>
    /// <param name="bDepthStride">From row to row of the panel.</param>
    public static void Run(in IndirectOperands<T> operands, int column, int count, T* b, nint bDepthStride)
    {
        var tileRows = ProductPanel<TLanes, TVector, T>.HasManyRegisters ? 8 : 6;
        var isWhole = count == Width;
        var zeros = stackalloc T[Width];
        new Span<T>(zeros, Width).Clear();
        // In place of C, where it has fewer columns than a tile.
        var buffer = stackalloc T[isWhole ? 1 : LargestTile * Width];
        var a = stackalloc T*[LargestTile];
        var start = stackalloc T*[LargestTile];
        var c = stackalloc T*[LargestTile];
        if (!isWhole)
            new Span<T>(buffer, LargestTile * Width).Clear();
        for (var row = operands.FirstRow; row < operands.EndRow; row += tileRows)
        {
            for (var r = 0; r < tileRows; r++)
            {
                // A tile that is not full computes its last row several times, to the same bits.
                var i = Math.Min(row + r, operands.EndRow - 1);
                a[r] = operands.A + operands.ARows[i];
                start[r] = operands.Start == null ? zeros : operands.Start + operands.StartRows[i] + column;
                c[r] = operands.C + operands.CRows[i] + column;
                if (!isWhole)
                    Copy(start[r], buffer + r * Width, count);
            }

            if (isWhole)
                RunTile(tileRows, operands, a, b, bDepthStride, start, c);
            else
                RunInBuffer(tileRows, operands, a, b, bDepthStride, buffer, c, count);
        }
    }

    private static void RunInBuffer(
        int tileRows, in IndirectOperands<T> operands, T** a, T* b, nint bDepthStride, T* buffer, T** c, int count)
    {
        var rows = stackalloc T*[LargestTile];
        for (var r = 0; r < tileRows; r++)
            rows[r] = buffer + r * Width;
        RunTile(tileRows, operands, a, b, bDepthStride, rows, rows);
        for (var r = 0; r < tileRows; r++)
            Copy(rows[r], c[r], count);
    }

    private static void RunTile(
        int tileRows, in IndirectOperands<T> operands, T** a, T* b, nint bDepthStride, T** start, T** c)
    {
        if (tileRows == 8)
            IndirectTile8<TLanes, TVector, T>.Run(a, operands.ADepths, operands.Depth, b, bDepthStride, start, c);
        else
            IndirectTile6<TLanes, TVector, T>.Run(a, operands.ADepths, operands.Depth, b, bDepthStride, start, c);
    }

    private static void Copy(T* source, T* destination, int count)
    {
        for (var j = 0; j < count; j++)
            destination[j] = source[j];
    }
}
