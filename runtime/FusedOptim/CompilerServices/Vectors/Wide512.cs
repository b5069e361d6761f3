using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of floats of 512 bits, in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Wide512 : IWideLanes<Wide512, Vector512<float>, float>
{
    internal Vector512<double> Lower;
    internal Vector512<double> Upper;

    /// <summary>The elements of two vectors.</summary>
    /// <param name="lower">The first elements.</param>
    /// <param name="upper">The others.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Of(Vector512<double> lower, Vector512<double> upper)
    {
        Wide512 result;
        result.Lower = lower;
        result.Upper = upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Widen(Vector512<float> value)
    {
        Wide512 result;
        // The register of the value can take the lower part once the upper one has been read.
        result.Upper = Vector512.WidenUpper(value);
        result.Lower = Vector512.WidenLower(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 WidenMask(Vector512<float> mask)
    {
        // All bits of an element are set, or none: so are those of the integer that it widens to.
        Wide512 result;
        result.Upper = Vector512.WidenUpper(mask.AsInt32()).AsDouble();
        result.Lower = Vector512.WidenLower(mask.AsInt32()).AsDouble();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 LoadWide<TStates>(ref float source, nuint index)
        where TStates : struct, IStateAccess
    {
        TStates.Prefetch(ref source, index);
        Wide512 result;
        result.Lower = KernelMath.LoadWide512(ref source, index);
        result.Upper = KernelMath.LoadWide512(ref source, index + (nuint)Vector512<double>.Count);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Wide512 value, ref double destination, nuint index)
    {
        value.Lower.StoreUnsafe(ref destination, index);
        value.Upper.StoreUnsafe(ref destination, index + (nuint)Vector512<double>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddToMemory(Wide512 summands, ref double sums, nuint index)
    {
        var next = index + (nuint)Vector512<double>.Count;
        var lower = Vector512.LoadUnsafe(ref sums, index) + summands.Lower;
        var upper = Vector512.LoadUnsafe(ref sums, next) + summands.Upper;
        lower.StoreUnsafe(ref sums, index);
        upper.StoreUnsafe(ref sums, next);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Wide512 summands, ref SumLanes512 lanes) =>
        lanes.Add(summands.Lower, summands.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Wide512 a, Wide512 b, ref SumLanes512 lanes) =>
        lanes.AddProduct(a.Lower, a.Upper, b.Lower, b.Upper);
}
