using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The loop of one phase of a rule, which the generator writes once and the runtime compiles for each width and precision.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IPhaseKernel
{
    /// <summary>Runs the phase over elements of a segment that are whole vectors.</summary>
    /// <typeparam name="L">The lanes of V.</typeparam>
    /// <typeparam name="V">The vector of elements.</typeparam>
    /// <typeparam name="D">The lanes of W.</typeparam>
    /// <typeparam name="W">The same elements in double.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <typeparam name="TGradients">Whether gradients are set to zero.</typeparam>
    /// <typeparam name="TStates">How states are stored.</typeparam>
    /// <typeparam name="TSum">How summands are added up.</typeparam>
    /// <param name="segment">The elements.</param>
    /// <param name="start">The index of the first element. It is zero where sums are added up in registers.</param>
    /// <param name="end">The index after the last element.</param>
    static abstract void Run<L, V, D, W, T, TGradients, TStates, TSum>(in KernelSegment<T> segment, nuint start, nuint end)
        where L : struct, ILanes<V, T>
        where V : struct
        where D : struct, IWideLanes<W, V, T>
        where W : struct
        where T : unmanaged
        where TGradients : struct, IGradientAccess
        where TStates : struct, IStateAccess
        where TSum : struct, ISum<W>;
}
