using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.Numerics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// The place where kernels of 512 bits put the summands of elements, in double: each implementation makes a compiled loop of its own from one
/// source. Segments are of whole blocks, or of one that may be shorter.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
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

    /// <summary>Takes 16 summands that are products of floats, of a kernel of floats.</summary>
    /// <param name="aLower">A factor of each of the first eight.</param>
    /// <param name="aUpper">A factor of each of the others.</param>
    /// <param name="bLower">The other factor of the first eight.</param>
    /// <param name="bUpper">The other factor of the others.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract void AddProduct(
        Vector512<double> aLower, Vector512<double> aUpper, Vector512<double> bLower, Vector512<double> bUpper,
        ref SumLanes512 lanes, ref double buffer, nuint index);

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
[EditorBrowsable(EditorBrowsableState.Never)]
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
        Vector512<double> aLower, Vector512<double> aUpper, Vector512<double> bLower, Vector512<double> bUpper,
        ref SumLanes512 lanes, ref double buffer, nuint index) =>
        Add(aLower * bLower, aUpper * bUpper, ref lanes, ref buffer, index);

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
[EditorBrowsable(EditorBrowsableState.Never)]
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
        Vector512<double> aLower, Vector512<double> aUpper, Vector512<double> bLower, Vector512<double> bUpper,
        ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.AddProduct(aLower, aUpper, bLower, bUpper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.Add(summands);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count)
    {
        var all = lanes;
        if (count - first < SumLanes512.BlockLength && end < count)
        {
            // Fewer than 16 of floats, than 8 of doubles.
            AddRest(ref all, ref buffer, end, count);
            if (count - end > 8)
                AddRest(ref all, ref buffer, end + 8, count);
        }

        Unsafe.Add(ref buffer, first / SumLanes512.BlockLength) = all.Total;
    }

    // Zeros leave the lanes as they are, which are never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRest(ref SumLanes512 lanes, ref double buffer, nuint start, nuint count)
    {
        var isRest = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - start)));
        lanes.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, start), Vector512<double>.Zero));
    }
}
