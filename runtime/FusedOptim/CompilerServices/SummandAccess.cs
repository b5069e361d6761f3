using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Where kernels of 512 bits put what elements add to a sum, in double: each implementation makes a compiled loop of its own from one
/// source. Segments are of whole blocks, or of one that may be shorter.
/// </summary>
public interface ISummandAccess
{
    /// <summary>Takes 16 summands, of a kernel of floats.</summary>
    /// <param name="lower">What the first eight elements add.</param>
    /// <param name="upper">What the others add.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract void Add(
        Vector512<double> lower, Vector512<double> upper, ref SumLanes512 lanes, ref double buffer, nuint index);

    /// <summary>Takes 16 summands that are products of floats.</summary>
    /// <param name="a">A factor of each.</param>
    /// <param name="b">The other factor.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract void AddProduct(
        Vector512<float> a, Vector512<float> b, ref SumLanes512 lanes, ref double buffer, nuint index);

    /// <summary>Takes eight summands, of a kernel of doubles.</summary>
    /// <param name="summands">What the elements add.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 8.</param>
    static abstract void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index);

    /// <summary>Ends the sum of a block; takes what narrower kernels left in the buffer of one that is shorter.</summary>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction; it has room for a whole block.</param>
    /// <param name="first">The index of the block's first element in the segment.</param>
    /// <param name="end">The index of the element behind the last whose summand was taken: a multiple of 16 in a kernel of floats, of
    /// 8 in one of doubles.</param>
    /// <param name="count">The number of all elements of the segment.</param>
    static abstract void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count);
}

/// <summary>Summands stay in the buffer, each in its place.</summary>
public readonly struct SummandBuffers : ISummandAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        Vector512<double> lower, Vector512<double> upper, ref SumLanes512 lanes, ref double buffer, nuint index)
    {
        lower.StoreUnsafe(ref buffer, index);
        upper.StoreUnsafe(ref buffer, index + (nuint)Vector512<double>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(
        Vector512<float> a, Vector512<float> b, ref SumLanes512 lanes, ref double buffer, nuint index) => Add(
        Vector512.WidenLower(a) * Vector512.WidenLower(b), Vector512.WidenUpper(a) * Vector512.WidenUpper(b),
        ref lanes, ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        summands.StoreUnsafe(ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count)
    {
    }
}

/// <summary>
/// Summands are added up in registers, to the bits of <see cref="BlockReduction.Sum"/>. The sums of the segment's blocks stand in the
/// buffer from its start on.
/// </summary>
public readonly struct RegisterSums : ISummandAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(
        Vector512<double> lower, Vector512<double> upper, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.Add(lower, upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProduct(
        Vector512<float> a, Vector512<float> b, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.AddProduct(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.Add(summands);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count)
    {
        var all = lanes;
        if (count - first < BlockReduction.Length)
        {
            // Fewer than 16 of floats, than 8 of doubles. Zeros leave the lanes as they are, which are never −0.
            for (; end < count; end += (nuint)Vector512<double>.Count)
            {
                var isRest = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - end)));
                all.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, end), Vector512<double>.Zero));
            }
        }

        Unsafe.Add(ref buffer, first / BlockReduction.Length) = all.Total;
    }
}
