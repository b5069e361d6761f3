namespace FusedOptim.LinearAlgebra;

/// <summary>Copies a strip of a symmetric matrix, below its square on the diagonal, to the other side of the diagonal.</summary>
internal static unsafe class StripMirror<T>
    where T : unmanaged
{
    /// <summary>Copies rows from <paramref name="endColumn"/> on; the square above them is symmetric as it is.</summary>
    /// <param name="operands">The product whose C has the strip.</param>
    /// <param name="column">The first column of the strip.</param>
    /// <param name="endColumn">The column after the last.</param>
    public static void Run(in ProductOperands<T> operands, int column, int endColumn)
    {
        var c = operands.C;
        var (stride, rows) = (operands.CRowStride, operands.Rows);
        var row = endColumn;
        if (SquareTransposition.IsSupported)
        {
            var side = SquareTransposition.Side<T>();
            var wholeColumn = column + (endColumn - column) / side * side;
            for (; row <= rows - side; row += side)
            {
                for (var j = column; j < wholeColumn; j += side)
                    SquareTransposition.Run(c + row * stride + j, stride, c + j * stride + row, stride);
                for (var i = row; i < row + side; i++)
                    Copy(c, stride, i, wholeColumn, endColumn);
            }
        }

        for (; row < rows; row++)
            Copy(c, stride, row, column, endColumn);
    }

    private static void Copy(T* c, nint stride, int row, int column, int endColumn)
    {
        for (var j = column; j < endColumn; j++)
            c[j * stride + row] = c[row * stride + j];
    }
}
