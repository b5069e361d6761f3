using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of floats of 256 bits, in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Wide256 : IWideLanes<Wide256, Vector256<float>, float>
{
    internal Vector256<double> Lower;
    internal Vector256<double> Upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 Widen(Vector256<float> value)
    {
        Wide256 result;
        // The register of the value can take the lower part once the upper one has been read.
        result.Upper = Vector256.WidenUpper(value);
        result.Lower = Vector256.WidenLower(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 WidenMask(Vector256<float> mask)
    {
        // All bits of an element are set, or none: so are those of the integer that it widens to.
        Wide256 result;
        result.Upper = Vector256.WidenUpper(mask.AsInt32()).AsDouble();
        result.Lower = Vector256.WidenLower(mask.AsInt32()).AsDouble();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256 LoadWide<TStates>(ref float source, nuint index)
        where TStates : struct, IStateAccess
    {
        TStates.Prefetch(ref source, index);
        Wide256 result;
        result.Lower = KernelMath.LoadWide256(ref source, index);
        result.Upper = KernelMath.LoadWide256(ref source, index + (nuint)Vector256<double>.Count);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Wide256 value, ref double destination, nuint index)
    {
        value.Lower.StoreUnsafe(ref destination, index);
        value.Upper.StoreUnsafe(ref destination, index + (nuint)Vector256<double>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Wide256 summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Wide256 a, Wide256 b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
