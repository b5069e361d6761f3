using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.CompilerServices;

/// <summary>The elements of a kernel of 128 bits.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideVector{TSelf, V, T}"/> requires is for
/// <see langword="double"/> alone: the elements are in double already.
/// </typeparam>
// Methods assign the field of a local. A constructor would cost the just-in-time compiler a second local per operation, and the
// compiler stops inlining when a loop has too many.
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct Vector128Of<T> : IVector<Vector128Of<T>, T>, IWideVector<Vector128Of<T>, Vector128Of<T>, T>
    where T : unmanaged
{
    internal Vector128<T> Value;

    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (nuint)Vector128<T>.Count;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Load(ref T source, nuint index)
    {
        Vector128Of<T> result;
        result.Value = Vector128.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        Vector128Of<T> result;
        result.Value = Vector128.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        // Kernels of 128 bits find their states decoded.
        Vector128Of<T> result;
        result.Value = Vector128.LoadUnsafe(ref state, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128Of<T> value, ref T destination, nuint index) =>
        value.Value.StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(Vector128Of<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        value.Value.StoreUnsafe(ref state, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> Widen(Vector128Of<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> WidenMask(Vector128Of<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128Of<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        Vector128Of<T> result;
        result.Value = Vector128.LoadUnsafe(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(Vector128Of<T> value, ref double destination, nuint index) =>
        value.Value.AsDouble().StoreUnsafe(ref destination, index);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(Vector128Of<T> summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(Vector128Of<T> a, Vector128Of<T> b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
