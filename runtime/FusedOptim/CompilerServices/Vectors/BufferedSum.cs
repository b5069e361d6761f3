using System.ComponentModel;
using System.Runtime.CompilerServices;
using FusedOptim.CompilerServices.Operators;

namespace FusedOptim.CompilerServices;

/// <summary>Leaves each summand in the buffer, at the index of its element.</summary>
/// <typeparam name="L">The lanes of the vector.</typeparam>
/// <typeparam name="W">The vector of summands.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BufferedSum<L, W> : ISum<W>
    where L : struct, IWideSummands<W>
    where W : struct
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W summands, ref double buffer, nuint index) => L.StoreWide(summands, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(W a, W b, ref double buffer, nuint index) => L.StoreWide(a * b, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref double buffer, nuint first, nuint end, nuint count)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W summands, ref double buffer, nuint index, nint accumulator) => Add(summands, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(W a, W b, ref double buffer, nuint index, nint accumulator) => AddProduct(a, b, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref double buffer, nuint first, nuint end, nuint count, nint accumulator)
    {
    }
}
