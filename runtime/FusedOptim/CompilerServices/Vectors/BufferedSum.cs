using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>Leaves each summand in the buffer, at the index of its element.</summary>
/// <typeparam name="W">The vector of summands.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BufferedSum<W> : ISum<W>
    where W : struct, IWideSummands<W>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W summands, ref double buffer, nuint index) => W.StoreWide(summands, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(W a, W b, ref double buffer, nuint index) => W.StoreWide(a * b, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(ref double buffer, nuint first, nuint end, nuint count)
    {
    }
}
