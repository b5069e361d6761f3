using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A panel of C, two vectors wide: all its rows, in tiles that stay in registers. The tiles are written out, a variable
/// for each vector, because the compiler keeps no array in registers.
/// </summary>
internal static unsafe class ProductPanel<TLanes, TVector, T>
    where TLanes : ILanes<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    private const int LargestTile = 8;

    // Rows of B are far apart, in sets of the cache that are often the same: so many rows of C read them more often than packing does.
    private const int RowsWorthPacking = 64;

    /// <summary>The number of columns of a full panel.</summary>
    public static int Width => 2 * TLanes.Count;

    /// <summary>Whether a tile of eight rows fits: it needs 19 vector registers. With 16 of them, part of it would live in memory.</summary>
    public static bool HasManyRegisters => Avx512F.VL.IsSupported || AdvSimd.IsSupported;

    /// <summary>Computes a panel.</summary>
    /// <param name="operands">The product.</param>
    /// <param name="firstRow">The first row.</param>
    /// <param name="endRow">The row after the last.</param>
    /// <param name="column">The first column.</param>
    /// <param name="columnsLeft">The number of columns from there; beyond <see cref="Width"/> they are not looked
    /// at.</param>
    /// <param name="packed">Room for depth times <see cref="Width"/> elements.</param>
    /// <returns>The number of columns of the panel.</returns>
    public static int Run(
        in ProductOperands<T> operands, int firstRow, int endRow, int column, int columnsLeft, T* packed)
    {
        var count = Math.Min(columnsLeft, Width);
        var isWhole = count == Width;
        var b = operands.B + column;
        var bDepthStride = operands.BDepthStride;
        if (!isWhole || operands.BColumnStride != 1 || endRow - firstRow >= RowsWorthPacking)
        {
            PanelPacking<T>.Pack(operands, column, count, Width, packed);
            b = packed;
            bDepthStride = Width;
        }

        // Zeros to start from; where C has fewer columns than a tile, what stands in for C.
        var buffer = stackalloc T[LargestTile * Width];
        Clear(buffer);
        for (var row = firstRow; row < endRow;)
        {
            var rows = RowsOfNextTile(endRow - row);
            var a = operands.A + row * operands.ARowStride;
            var c = operands.C + row * operands.CRowStride + column;
            var start = operands.Start + row * operands.StartRowStride + column;
            if (isWhole)
            {
                if (operands.Start == null)
                    Run(rows, operands, a, b, bDepthStride, buffer, 0, c, operands.CRowStride);
                else
                    Run(rows, operands, a, b, bDepthStride, start, operands.StartRowStride, c, operands.CRowStride);
            }
            else
            {
                if (operands.Start == null)
                    Clear(buffer);
                else
                    Copy(start, operands.StartRowStride, buffer, Width, rows, count);
                Run(rows, operands, a, b, bDepthStride, buffer, Width, buffer, Width);
                Copy(buffer, Width, c, operands.CRowStride, rows, count);
            }

            row += rows;
        }

        return count;
    }

    // A row alone takes nearly as long as four, because each sum waits for the one before: as few of them as can be.
    private static int RowsOfNextTile(int rowsLeft)
    {
        if (HasManyRegisters && rowsLeft >= 8)
            return 8;
        return rowsLeft is 6 or 7 or >= 10 ? 6 : rowsLeft >= 4 ? 4 : 1;
    }

    private static void Run(
        int rows, in ProductOperands<T> operands, T* a, T* b, nint bDepthStride, T* start, nint startRowStride,
        T* c, nint cRowStride)
    {
        var (aRow, aDepth, depth) = (operands.ARowStride, operands.ADepthStride, operands.Depth);
        switch (rows)
        {
            case 8:
                Tile8<TLanes, TVector, T>.Run(
                    a, aRow, aDepth, b, bDepthStride, depth, start, startRowStride, c, cRowStride);
                break;
            case 6:
                Tile6<TLanes, TVector, T>.Run(
                    a, aRow, aDepth, b, bDepthStride, depth, start, startRowStride, c, cRowStride);
                break;
            case 4:
                Tile4<TLanes, TVector, T>.Run(
                    a, aRow, aDepth, b, bDepthStride, depth, start, startRowStride, c, cRowStride);
                break;
            default:
                Tile1<TLanes, TVector, T>.Run(
                    a, aRow, aDepth, b, bDepthStride, depth, start, startRowStride, c, cRowStride);
                break;
        }
    }

    private static void Clear(T* buffer) =>
        Unsafe.InitBlockUnaligned(buffer, 0, (uint)(LargestTile * Width * sizeof(T)));

    private static void Copy(T* source, nint sourceStride, T* destination, nint destinationStride, int rows, int count)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < count; column++)
                destination[column] = source[column];
            source += sourceStride;
            destination += destinationStride;
        }
    }
}
