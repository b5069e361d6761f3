using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of floats of 128 bits, in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Wide128 : IWideLanes<Wide128, Vector128<float>, float>
{
    internal Vector128<double> Lower;
    internal Vector128<double> Upper;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 Widen(Vector128<float> value)
    {
        Wide128 result;
        // The register of the value can take the lower part once the upper one has been read.
        result.Upper = Vector128.WidenUpper(value);
        result.Lower = Vector128.WidenLower(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 WidenMask(Vector128<float> mask)
    {
        // All bits of an element are set, or none: so are those of the integer that it widens to.
        Wide128 result;
        result.Upper = Vector128.WidenUpper(mask.AsInt32()).AsDouble();
        result.Lower = Vector128.WidenLower(mask.AsInt32()).AsDouble();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide128 LoadWide<TStates>(ref float source, nuint index)
        where TStates : struct, IStateAccess
    {
        // Half of 128 bits is not a vector of x64.
        var value = Vector128.LoadUnsafe(ref source, index);
        Wide128 result;
        // The register of the value can take the lower part once the upper one has been read.
        result.Upper = Vector128.WidenUpper(value);
        result.Lower = Vector128.WidenLower(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Wide128 value, ref double destination, nuint index)
    {
        value.Lower.StoreUnsafe(ref destination, index);
        value.Upper.StoreUnsafe(ref destination, index + (nuint)Vector128<double>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Wide128 summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Wide128 a, Wide128 b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
