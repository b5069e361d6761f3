using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The operations of generated code on vectors of one width: reading, writing and computing.</summary>
/// <typeparam name="V">The vector.</typeparam>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ILanes<V, T> : ILanesMath<V>
    where V : struct
    where T : unmanaged
{
    /// <summary>The number of elements; a constant for the compiler.</summary>
    static abstract nuint Count { get; }

    /// <summary>The sign: 1, −1, or the value itself where it is a zero or not a number (<see cref="Elementwise.Sign(double)"/>).</summary>
    static abstract V Sign(V value);

    /// <summary>Reads elements.</summary>
    /// <param name="source">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract V Load(ref T source, nuint index);

    /// <summary>Reads elements of an operand that is not a coded state, and asks for what the kernel reads later where decoding
    /// states takes the processor's look-ahead (<see cref="IStateAccess.Prefetch"/>).</summary>
    /// <typeparam name="TStates">How states are stored.</typeparam>
    /// <param name="source">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract V Load<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess;

    /// <summary>Reads elements of a state that may be coded.</summary>
    /// <typeparam name="TStates">How states are stored: read by vectors of floats of 256 bits and more.</typeparam>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract V LoadState<TStates>(ref T state, nuint index)
        where TStates : struct, IStateAccess;

    /// <summary>Writes elements.</summary>
    /// <param name="value">The elements.</param>
    /// <param name="destination">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract void Store(V value, ref T destination, nuint index);

    /// <summary>Writes elements of a state that may be coded.</summary>
    /// <typeparam name="TStates">How states are stored.</typeparam>
    /// <param name="value">The elements.</param>
    /// <param name="state">The state, as the segment gives it.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract void StoreState<TStates>(V value, ref T state, nuint index)
        where TStates : struct, IStateAccess;
}
