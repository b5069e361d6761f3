namespace FusedOptim.LinearAlgebra;

/// <summary>The places of rows: a table, or equal steps.</summary>
/// <param name="table">The offset of each row, in elements; null for equal steps.</param>
/// <param name="stride">From row to row, where there is no table.</param>
internal readonly unsafe struct RowOffsets(int* table, nint stride)
{
    /// <summary>Rows in equal steps.</summary>
    public RowOffsets(nint stride)
        : this(null, stride)
    {
    }

    /// <summary>Rows of a table.</summary>
    public RowOffsets(int* table)
        : this(table, 0)
    {
    }

    /// <summary>The offset of a row, in elements.</summary>
    public nint this[int row] => table == null ? row * stride : table[row];
}
