using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The operations on vectors of 128 bits.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideLanes{W, V, T}"/> requires is for
/// <see langword="double"/> alone: the elements are in double already.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct Vector128Lanes<T> : ILanes<Vector128<T>, T>, IWideLanes<Vector128<T>, Vector128<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load(ref T source, nuint index) =>
        Vector128.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Vector128.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        // Kernels of 128 bits find their states decoded.
        Vector128.LoadUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<T> value, ref T destination, nuint index) =>
        value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(Vector128<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        value.StoreUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Widen(Vector128<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> WidenMask(Vector128<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Vector128.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector128<T> value, ref double destination, nuint index) =>
        value.AsDouble().StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector128<T> summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Vector128<T> a, Vector128<T> b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
