namespace FusedOptim.LinearAlgebra;

/// <summary>The products whose results are symmetric.</summary>
internal static unsafe class SymmetricOperands
{
    /// <summary>C = X·Xᵀ, where strides say how X lies in memory: it may be the transpose of what is stored.</summary>
    /// <param name="x">X, of size × depth.</param>
    /// <param name="rowStride">From row to row of X.</param>
    /// <param name="depthStride">From column to column of X.</param>
    /// <param name="c">Receives size × size.</param>
    /// <param name="size">The rows of X.</param>
    /// <param name="depth">The columns of X.</param>
    public static ProductOperands<T> OwnTransposed<T>(
        T* x, nint rowStride, nint depthStride, T* c, int size, int depth)
        where T : unmanaged => new()
        {
            Rows = size, Columns = size, Depth = depth,
            A = x, ARowStride = rowStride, ADepthStride = depthStride,
            B = x, BDepthStride = depthStride, BColumnStride = rowStride,
            C = c, CRowStride = size,
            Symmetry = ProductSymmetry.Symmetric,
        };

    /// <summary>P = constant·I + linear·A + quadratic·A·A of a symmetric A, both size × size.</summary>
    public static ProductOperands<T> Polynomial<T>(
        T* a, T* p, int size, double constant, double linear, double quadratic)
        where T : unmanaged => new()
        {
            Rows = size, Columns = size, Depth = size,
            A = a, ARowStride = size, ADepthStride = 1,
            B = a, BDepthStride = size, BColumnStride = 1,
            C = p, CRowStride = size,
            Symmetry = ProductSymmetry.Polynomial,
            Constant = Element.Of<T>(constant), Linear = Element.Of<T>(linear), Quadratic = Element.Of<T>(quadratic),
        };
}
