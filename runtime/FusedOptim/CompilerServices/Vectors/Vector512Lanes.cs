using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The operations on vectors of 512 bits.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideLanes{W, V, T}"/> requires is for
/// <see langword="double"/> alone: the elements are in double already.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct Vector512Lanes<T> : ILanes<Vector512<T>, T>, IWideLanes<Vector512<T>, Vector512<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(ref T source, nuint index) =>
        Vector512.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Prefetch(ref Unsafe.As<T, float>(ref source), index);
        return Vector512.LoadUnsafe(ref source, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            return TStates.Load512(ref Unsafe.As<T, float>(ref state), index).As<float, T>();
        else
            return Vector512.LoadUnsafe(ref state, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, ref T destination, nuint index) =>
        value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(Vector512<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Store(value.AsSingle(), ref Unsafe.As<T, float>(ref state), index);
        else
            value.StoreUnsafe(ref state, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Widen(Vector512<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> WidenMask(Vector512<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess =>
        Vector512.LoadUnsafe(ref source, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector512<T> value, ref double destination, nuint index) =>
        value.AsDouble().StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddToMemory(Vector512<T> summands, ref double sums, nuint index) =>
        (Vector512.LoadUnsafe(ref sums, index) + summands.AsDouble()).StoreUnsafe(ref sums, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512<T> summands, ref SumLanes512 lanes) =>
        lanes.Add(summands.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Vector512<T> a, Vector512<T> b, ref SumLanes512 lanes)
    {
        // Products of doubles are not exact: each is rounded before it is added.
        lanes.Add((a * b).AsDouble());
    }
}
