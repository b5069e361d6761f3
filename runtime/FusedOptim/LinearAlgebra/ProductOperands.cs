namespace FusedOptim.LinearAlgebra;

/// <summary>
/// C[i, j] = start[i, j] + Σ_k A[i, k]·B[k, j], where strides say how the three forms of the product lie in memory.
/// Columns of C are contiguous.
/// </summary>
internal unsafe struct ProductOperands<T>
    where T : unmanaged
{
    /// <summary>The number of rows of C and A.</summary>
    public int Rows;

    /// <summary>The number of columns of C and B.</summary>
    public int Columns;

    /// <summary>The number of products that are summed.</summary>
    public int Depth;

    public T* A;
    public nint ARowStride;
    public nint ADepthStride;

    public T* B;
    public nint BDepthStride;
    public nint BColumnStride;

    /// <summary>
    /// What the sums start from: C itself, a row that all rows share (row stride 0), or null for zero.
    /// </summary>
    public T* Start;
    public nint StartRowStride;

    public T* C;
    public nint CRowStride;

    /// <summary>Where it is not <see cref="ProductSymmetry.None"/>, half of C is computed.</summary>
    public ProductSymmetry Symmetry;

    /// <summary>The factor of the identity in a polynomial.</summary>
    public T Constant;

    /// <summary>The factor of the matrix in a polynomial.</summary>
    public T Linear;

    /// <summary>The factor of the matrix's square in a polynomial.</summary>
    public T Quadratic;
}
