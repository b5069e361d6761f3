using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of 512 bits.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideVector{TSelf, V, T}"/> requires is for
/// <see langword="double"/> alone: the elements are in double already.
/// </typeparam>
// Methods assign the field of a local. A constructor would cost the just-in-time compiler a second local per operation, and the
// compiler stops inlining when a loop has too many.
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Vector512Of<T> : IVector<Vector512Of<T>, T>, IWideVector<Vector512Of<T>, Vector512Of<T>, T>
    where T : unmanaged
{
    internal Vector512<T> Value;

    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)Vector512<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Load(ref T source, nuint index)
    {
        Vector512Of<T> result;
        result.Value = Vector512.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Prefetch(ref Unsafe.As<T, float>(ref source), index);
        Vector512Of<T> result;
        result.Value = Vector512.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        Vector512Of<T> result;
        if (typeof(T) == typeof(float))
            result.Value = TStates.Load512(ref Unsafe.As<T, float>(ref state), index).As<float, T>();
        else
            result.Value = Vector512.LoadUnsafe(ref state, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512Of<T> value, ref T destination, nuint index) =>
        value.Value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(Vector512Of<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        if (typeof(T) == typeof(float))
            TStates.Store(value.Value.AsSingle(), ref Unsafe.As<T, float>(ref state), index);
        else
            value.Value.StoreUnsafe(ref state, index);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> Widen(Vector512Of<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> WidenMask(Vector512Of<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512Of<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        Vector512Of<T> result;
        result.Value = Vector512.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector512Of<T> value, ref double destination, nuint index) =>
        value.Value.AsDouble().StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector512Of<T> summands, ref SumLanes512 lanes) =>
        lanes.Add(summands.Value.AsDouble());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Vector512Of<T> a, Vector512Of<T> b, ref SumLanes512 lanes)
    {
        // Products of doubles are not exact: each is rounded before it is added.
        lanes.Add((a.Value * b.Value).AsDouble());
    }
}
