using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>
/// A sum over elements, in double: a local of the kernel's loop over a block. Each implementation makes a separate compiled loop
/// from one source. Segments consist of whole blocks, or of one block that may be shorter.
/// </summary>
/// <typeparam name="W">The vector of summands.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISum<W>
    where W : struct
{
    /// <summary>Takes summands.</summary>
    /// <param name="summands">The summands.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element, a multiple of their number.</param>
    void Add(W summands, ref double buffer, nuint index);

    /// <summary>Takes summands that are products; in a kernel of floats, of floats.</summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element, a multiple of their number.</param>
    void AddProduct(W a, W b, ref double buffer, nuint index);

    /// <summary>
    /// Ends the sum of a block. Takes from the buffer the summands that narrower kernels stored of a shorter block.
    /// </summary>
    /// <param name="buffer">The buffer of the reduction. It has room for a whole block.</param>
    /// <param name="first">The index of the block's first element in the segment.</param>
    /// <param name="end">The index after the last element that was taken: a multiple of the vector's length.</param>
    /// <param name="count">The number of all elements of the segment.</param>
    void Finish(ref double buffer, nuint first, nuint end, nuint count);

    /// <summary>Takes summands of rows, columns or matrices.</summary>
    /// <param name="summands">The summands.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element, a multiple of their number.</param>
    /// <param name="accumulator">What becomes of them (<see cref="KernelSegment{T}.Accumulator"/>), where sums are taken in registers.</param>
    void Add(W summands, ref double buffer, nuint index, nint accumulator);

    /// <summary>Takes summands of rows, columns or matrices that are products; in a kernel of floats, of floats.</summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element, a multiple of their number.</param>
    /// <param name="accumulator">What becomes of them.</param>
    void AddProduct(W a, W b, ref double buffer, nuint index, nint accumulator);

    /// <summary>Ends the sums of rows, columns or matrices over a block.</summary>
    /// <param name="buffer">The buffer of the reduction. It has room for a whole block.</param>
    /// <param name="first">The index of the block's first element in the segment.</param>
    /// <param name="end">The index after the last element that was taken: a multiple of the vector's length.</param>
    /// <param name="count">The number of all elements of the segment.</param>
    /// <param name="accumulator">What becomes of summands.</param>
    void Finish(ref double buffer, nuint first, nuint end, nuint count, nint accumulator);
}
