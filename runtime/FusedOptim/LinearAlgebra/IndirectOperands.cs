namespace FusedOptim.LinearAlgebra;

/// <summary>
/// C[i, j] = start[i, j] + Σ_k A[r_i + d_k]·B[k, j], where tables give the offsets r_i and d_k: A is read where its elements
/// are, in several places at once, such as the overlapping windows of an image (Dukhan, "The indirect convolution
/// algorithm", 2019, with offsets in place of pointers).
/// </summary>
internal unsafe struct IndirectOperands<T>
    where T : unmanaged
{
    /// <summary>The first row of C that is computed.</summary>
    public int FirstRow;

    /// <summary>The row after the last.</summary>
    public int EndRow;

    /// <summary>The number of columns of C and B.</summary>
    public int Columns;

    /// <summary>The number of products that are summed.</summary>
    public int Depth;

    public T* A;
    public RowOffsets ARows;

    /// <summary>The offset of each of the products that are summed: d_k.</summary>
    public int* ADepths;

    /// <summary>Rows of columns, or panels of <see cref="IndirectProduct{T}.Pack"/>.</summary>
    public T* B;

    /// <summary>From row to row of B; 0 for panels.</summary>
    public nint BDepthStride;

    /// <summary>The start of the sums: C itself, a row that all rows share, or null for zero.</summary>
    public T* Start;
    public RowOffsets StartRows;

    /// <summary>The result. Its rows must not overlap.</summary>
    public T* C;
    public RowOffsets CRows;
}
