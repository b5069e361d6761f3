using System.ComponentModel;
using FusedOptim.CompilerServices;

namespace FusedOptim.Functions;

/// <summary>The loop of one pass of an element-wise function, which the generator writes once and the runtime compiles for each width
/// and precision.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFunctionKernel
{
    /// <summary>Runs the pass over elements of a segment that are whole vectors.</summary>
    /// <typeparam name="L">The lanes of V.</typeparam>
    /// <typeparam name="V">The vector of elements.</typeparam>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="segment">The elements.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="end">The index after the last element.</param>
    static abstract void Run<L, V, T>(in FunctionSegment<T> segment, nuint start, nuint end)
        where L : struct, ILanes<V, T>
        where V : struct
        where T : unmanaged;
}
