using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>The operations on one element. All bits of a mask are set, or none.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideLanes{W, V, T}"/> requires is for
/// <see langword="double"/> alone: the element is in double already.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct ScalarLanes<T> : ILanes<T, T>, IWideLanes<T, T, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load(ref T source, nuint index) =>
        Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        Unsafe.Add(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(T value, ref T destination, nuint index) =>
        Unsafe.Add(ref destination, index) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(T value, ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        Unsafe.Add(ref state, index) = value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Widen(T value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WidenMask(T mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Unsafe.Add(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(T value, ref double destination, nuint index) =>
        Unsafe.Add(ref destination, index) = Unsafe.BitCast<T, double>(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(T summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(T a, T b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
