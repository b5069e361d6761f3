using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a vector in double, as sums take them, whatever the narrow vector is.</summary>
/// <typeparam name="TSelf">The vector of doubles.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWideSummands<TSelf> : IVectorMath<TSelf>
    where TSelf : struct, IWideSummands<TSelf>
{
    /// <summary>Writes elements in double.</summary>
    /// <param name="value">The elements.</param>
    /// <param name="destination">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract void StoreWide(TSelf value, ref double destination, nuint index);

    /// <summary>Adds the elements to the lanes of a sum. Only vectors of 512 bits do.</summary>
    /// <param name="summands">The elements.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <exception cref="NotSupportedException">The vector has fewer bits.</exception>
    static abstract void AddTo(TSelf summands, ref SumLanes512 lanes);

    /// <summary>
    /// Adds products to the lanes of a sum. The bits are those of products that are rounded before they are added. Only vectors of
    /// 512 bits do.
    /// </summary>
    /// <param name="a">The first factors.</param>
    /// <param name="b">The second factors. Where the kernel is of floats, both are floats, so that products are exact.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <exception cref="NotSupportedException">The vector has fewer bits.</exception>
    static abstract void AddProductTo(TSelf a, TSelf b, ref SumLanes512 lanes);
}
