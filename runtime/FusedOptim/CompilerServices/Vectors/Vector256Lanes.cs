using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The operations on vectors of 256 bits.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideLanes{W, V, T}"/> requires is for
/// <see langword="double"/> alone: the elements are in double already.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct Vector256Lanes<T> : ILanes<Vector256<T>, T>, IWideLanes<Vector256<T>, Vector256<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)Vector256<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load(ref T source, nuint index) =>
        Vector256.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Prefetch(ref Unsafe.As<T, float>(ref source), index);
        return Vector256.LoadUnsafe(ref source, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            return TStates.Load256(ref Unsafe.As<T, float>(ref state), index).As<float, T>();
        else
            return Vector256.LoadUnsafe(ref state, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<T> value, ref T destination, nuint index) =>
        value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(Vector256<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Store(value.AsSingle(), ref Unsafe.As<T, float>(ref state), index);
        else
            value.StoreUnsafe(ref state, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Widen(Vector256<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> WidenMask(Vector256<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Vector256.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector256<T> value, ref double destination, nuint index) =>
        value.AsDouble().StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector256<T> summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Vector256<T> a, Vector256<T> b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
