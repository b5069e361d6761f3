using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a vector in double, as sums take them, whatever the narrow vector is.</summary>
/// <typeparam name="W">The vector of doubles.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWideSummands<W> : ILanesMath<W>
    where W : struct
{
    /// <summary>Writes elements in double.</summary>
    /// <param name="value">The elements.</param>
    /// <param name="destination">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract void StoreWide(W value, ref double destination, nuint index);

    /// <summary>Adds the elements to the lanes of a sum. Only vectors of 512 bits do.</summary>
    /// <param name="summands">The elements.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <exception cref="NotSupportedException">The vector has fewer bits.</exception>
    static abstract void AddTo(W summands, ref SumLanes512 lanes);

    /// <summary>
    /// Adds products to the lanes of a sum. The bits are those of products that are rounded before they are added. Only vectors of
    /// 512 bits do.
    /// </summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors. Where the kernel is of floats, both are floats, so that products are exact.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <exception cref="NotSupportedException">The vector has fewer bits.</exception>
    static abstract void AddProductTo(W a, W b, ref SumLanes512 lanes);

    /// <summary>Adds the elements to sums in memory, each to its own. Only vectors of 512 bits do.</summary>
    /// <param name="summands">The elements.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="index">The index of the first one.</param>
    /// <exception cref="NotSupportedException">The vector has fewer bits.</exception>
    static virtual void AddToMemory(W summands, ref double sums, nuint index) => UnsupportedOperation.SumInRegisters();
}
