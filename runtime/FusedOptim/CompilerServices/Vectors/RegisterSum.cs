using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.CompilerServices.Operators;
using FusedOptim.Numerics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Adds up summands in registers of 512 bits, to the bits of <see cref="BlockReduction.Sum"/>. The sums of the segment's blocks are
/// stored from the start of the buffer on.
/// </summary>
/// <typeparam name="L">The lanes of the vector.</typeparam>
/// <typeparam name="W">The vector of summands, of 512 bits.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct RegisterSum<L, W> : ISum<W>
    where L : struct, IWideSummands<W>
    where W : struct
{
    private SumLanes512 _lanes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W summands, ref double buffer, nuint index) => L.AddTo(summands, ref _lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(W a, W b, ref double buffer, nuint index) => L.AddProductTo(a, b, ref _lanes);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish(ref double buffer, nuint first, nuint end, nuint count)
    {
        var all = _lanes;
        if (count - first < SumLanes512.BlockLength && end < count)
        {
            // Fewer than 16 of floats, than 8 of doubles.
            AddRest(ref all, ref buffer, end, count);
            if (count - end > 8)
                AddRest(ref all, ref buffer, end + 8, count);
        }

        Unsafe.Add(ref buffer, first / SumLanes512.BlockLength) = all.Total;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(W summands, ref double buffer, nuint index, nint accumulator)
    {
        if (accumulator == Accumulators.Registers)
            Add(summands, ref buffer, index);
        else if (accumulator == Accumulators.Buffer)
            L.StoreWide(summands, ref buffer, index);
        else
            L.AddToMemory(summands, ref *(double*)accumulator, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(W a, W b, ref double buffer, nuint index, nint accumulator)
    {
        if (accumulator == Accumulators.Registers)
            AddProduct(a, b, ref buffer, index);
        else
            Add(a * b, ref buffer, index, accumulator);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish(ref double buffer, nuint first, nuint end, nuint count, nint accumulator)
    {
        if (accumulator == Accumulators.Registers)
        {
            Finish(ref buffer, first, end, count);
            return;
        }

        if (accumulator == Accumulators.Buffer)
            return;
        for (; end < count; end++)
            ((double*)accumulator)[end] += Unsafe.Add(ref buffer, end);
    }

    // Zeros leave the lanes as they are, which are never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRest(ref SumLanes512 lanes, ref double buffer, nuint start, nuint count)
    {
        var isRest = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - start)));
        lanes.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, start), Vector512<double>.Zero));
    }
}
