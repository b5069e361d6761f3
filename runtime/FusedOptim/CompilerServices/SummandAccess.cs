using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Where kernels of 512 bits put what elements add to a sum: each implementation makes a compiled loop of its own from one source.
/// Segments are of whole blocks, or of one that may be shorter.
/// </summary>
public interface ISummandAccess
{
    /// <summary>Takes 16 summands.</summary>
    /// <param name="summands">What the elements add.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 16.</param>
    static abstract void Add(Vector512<float> summands, ref SumLanes512 lanes, ref float buffer, nuint index);

    /// <summary>Takes eight summands.</summary>
    /// <param name="summands">What the elements add.</param>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction.</param>
    /// <param name="index">The index of the first element; a multiple of 8.</param>
    static abstract void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index);

    /// <summary>Ends the sum of a block; takes what narrower kernels left in the buffer of one that is shorter.</summary>
    /// <param name="lanes">The lanes of the sum.</param>
    /// <param name="buffer">The buffer of the reduction; it has room for a whole block.</param>
    /// <param name="first">The index of the block's first element in the segment.</param>
    /// <param name="end">The index of the element behind the last whose summand was taken.</param>
    /// <param name="count">The number of all elements of the segment.</param>
    static abstract void Finish(in SumLanes512 lanes, ref float buffer, nuint first, nuint end, nuint count);

    /// <inheritdoc cref="Finish(in SumLanes512, ref float, nuint, nuint, nuint)"/>
    static abstract void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count);
}

/// <summary>Summands stay in the buffer, each in its place.</summary>
public readonly struct SummandBuffers : ISummandAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<float> summands, ref SumLanes512 lanes, ref float buffer, nuint index) =>
        summands.StoreUnsafe(ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        summands.StoreUnsafe(ref buffer, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref float buffer, nuint first, nuint end, nuint count)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count)
    {
    }
}

/// <summary>
/// Summands are added up in registers, to the bits of <see cref="BlockReduction.Sum"/>. The sums of the segment's blocks, in double,
/// stand in the buffer from its start on.
/// </summary>
public readonly struct RegisterSums : ISummandAccess
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<float> summands, ref SumLanes512 lanes, ref float buffer, nuint index) =>
        lanes.Add(summands);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector512<double> summands, ref SumLanes512 lanes, ref double buffer, nuint index) =>
        lanes.Add(summands);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref float buffer, nuint first, nuint end, nuint count)
    {
        var all = lanes;
        if (count - first < BlockReduction.Length && end < count)
        {
            // Zeros leave the lanes as they are, which are never −0.
            var isRest = Vector512.LessThan(Vector512<float>.Indices, Vector512.Create((float)(count - end)));
            all.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, end), Vector512<float>.Zero));
        }

        SumOf(ref Unsafe.As<float, double>(ref buffer), first) = all.Total;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(in SumLanes512 lanes, ref double buffer, nuint first, nuint end, nuint count)
    {
        var all = lanes;
        if (count - first < BlockReduction.Length && end < count)
        {
            var isRest = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - end)));
            all.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, end), Vector512<double>.Zero));
        }

        SumOf(ref buffer, first) = all.Total;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref double SumOf(ref double sums, nuint first) => ref Unsafe.Add(ref sums, first / BlockReduction.Length);
}
