using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of floats of 512 bits, in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Wide512 : IWideVector<Wide512, Vector512Of<float>, float>
{
    internal Vector512<double> Lower;
    internal Vector512<double> Upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 Widen(Vector512Of<float> value)
    {
        Wide512 result;
        result.Lower = Vector512.WidenLower(value.Value);
        result.Upper = Vector512.WidenUpper(value.Value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512 WidenMask(Vector512Of<float> mask)
    {
        // All bits of an element are set, or none: so are those of the integer that it widens to.
        Wide512 result;
        result.Lower = Vector512.WidenLower(mask.Value.AsInt32()).AsDouble();
        result.Upper = Vector512.WidenUpper(mask.Value.AsInt32()).AsDouble();
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
    public static void AddTo(Wide512 summands, ref SumLanes512 lanes) =>
        lanes.Add(summands.Lower, summands.Upper);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Wide512 a, Wide512 b, ref SumLanes512 lanes) =>
        lanes.AddProduct(a.Lower, a.Upper, b.Lower, b.Upper);
}
