using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FusedOptim.CompilerServices;

/// <summary>One element of a kernel. All bits of a mask are set, or none.</summary>
/// <typeparam name="T">
/// <see langword="float"/> or <see langword="double"/>. What <see cref="IWideVector{TSelf, V, T}"/> requires is for
/// <see langword="double"/> alone: the element is in double already.
/// </typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
[SkipLocalsInit]
public partial struct ScalarOf<T> : IVector<ScalarOf<T>, T>, IWideVector<ScalarOf<T>, ScalarOf<T>, T>
    where T : unmanaged
{
    internal T Value;

    /// <inheritdoc/>
    public static nuint Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Load(ref T source, nuint index)
    {
        ScalarOf<T> result;
        result.Value = Unsafe.Add(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        ScalarOf<T> result;
        result.Value = Unsafe.Add(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess
    {
        ScalarOf<T> result;
        result.Value = Unsafe.Add(ref state, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ScalarOf<T> value, ref T destination, nuint index) =>
        Unsafe.Add(ref destination, index) = value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreState<TStates>(ScalarOf<T> value, ref T state, nuint index)
        where TStates : struct, IStateAccess =>
        Unsafe.Add(ref state, index) = value.Value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> Widen(ScalarOf<T> value) => value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> WidenMask(ScalarOf<T> mask) => mask;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScalarOf<T> LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess
    {
        ScalarOf<T> result;
        result.Value = Unsafe.Add(ref source, index);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreWide(ScalarOf<T> value, ref double destination, nuint index) =>
        Unsafe.Add(ref destination, index) = Unsafe.BitCast<T, double>(value.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ScalarOf<T> summands, ref SumLanes512 lanes) => UnsupportedOperation.SumInRegisters();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProductTo(ScalarOf<T> a, ScalarOf<T> b, ref SumLanes512 lanes) =>
        UnsupportedOperation.SumInRegisters();
}
