using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FusedOptim.Numerics;

namespace FusedOptim.CompilerServices;

/// <summary>
/// Adds up summands in registers of 512 bits, to the bits of <see cref="BlockReduction.Sum"/>. The sums of the segment's blocks are
/// stored from the start of the buffer on.
/// </summary>
/// <typeparam name="L">The lanes of the vector.</typeparam>
/// <typeparam name="W">The vector of summands, of 512 bits.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct RegisterSum<L, W> : ISum<W>
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

    // Zeros leave the lanes as they are, which are never −0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRest(ref SumLanes512 lanes, ref double buffer, nuint start, nuint count)
    {
        var isRest = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(count - start)));
        lanes.Add(Vector512.ConditionalSelect(isRest, Vector512.LoadUnsafe(ref buffer, start), Vector512<double>.Zero));
    }
}
