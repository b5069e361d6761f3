namespace FusedOptim.LinearAlgebra;

/// <summary>The place of a matrix in memory, its elements side by side.</summary>
/// <param name="Address">The address of the first element.</param>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="IsTransposed">Whether the elements of a column are adjacent, instead of those of a row.</param>
internal readonly record struct MatrixPlace(nint Address, int Rows, int Columns, bool IsTransposed)
{
    /// <summary>The number of elements.</summary>
    public int Count => Rows * Columns;

    /// <summary>The same elements with rows and columns exchanged.</summary>
    public MatrixPlace Transposed => new(Address, Columns, Rows, !IsTransposed);

    /// <summary>The rows of the elements as they lie in memory.</summary>
    public int MemoryRows => IsTransposed ? Columns : Rows;

    /// <summary>The columns of the elements as they lie in memory.</summary>
    public int MemoryColumns => IsTransposed ? Rows : Columns;

    /// <summary>From row to row.</summary>
    public nint RowStride => IsTransposed ? 1 : Columns;

    /// <summary>From column to column.</summary>
    public nint ColumnStride => IsTransposed ? Rows : 1;

    /// <summary>Whether it begins or ends within the memory of another.</summary>
    /// <param name="other">The other.</param>
    /// <param name="elementSize">The size of an element in bytes.</param>
    public bool Overlaps(in MatrixPlace other, int elementSize) =>
        Address < other.Address + (nint)other.Count * elementSize && other.Address < Address + (nint)Count * elementSize;
}
