using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>One element of a kernel of floats, in double.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct WideScalar : IWideLanes<WideScalar, float, float>
{
    internal double Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar Widen(float value)
    {
        WideScalar result;
        result.Value = value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar WidenMask(float mask)
    {
        WideScalar result;
        result.Value = BitConverter.Int64BitsToDouble(BitConverter.SingleToInt32Bits(mask));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideScalar LoadWide<TStates>(ref float source, nuint index)
        where TStates : struct, IStateAccess
    {
        WideScalar result;
        result.Value = Unsafe.Add(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(WideScalar value, ref double destination, nuint index) =>
        Unsafe.Add(ref destination, index) = value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(WideScalar summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(WideScalar a, WideScalar b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
