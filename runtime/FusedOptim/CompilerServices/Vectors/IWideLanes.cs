using System.ComponentModel;

namespace FusedOptim.CompilerServices;

/// <summary>The operations on the elements of a vector in double, which sums and maxima are taken of.</summary>
/// <typeparam name="W">The vector of doubles: of as many as the narrow one has elements.</typeparam>
/// <typeparam name="V">The narrow vector; the same where the elements are doubles already.</typeparam>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>, the narrow element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWideLanes<W, V, T> : IWideSummands<W>
    where W : struct
    where V : struct
    where T : unmanaged
{
    /// <summary>The elements in double, exactly.</summary>
    /// <param name="value">The elements.</param>
    static abstract W Widen(V value);

    /// <summary>The mask for elements in double.</summary>
    /// <param name="mask">The mask.</param>
    static abstract W WidenMask(V mask);

    /// <summary>Reads elements that are needed in double alone.</summary>
    /// <typeparam name="TStates">How states are stored; the operand itself is not coded.</typeparam>
    /// <param name="source">The memory.</param>
    /// <param name="index">The index of the first element.</param>
    static abstract W LoadWide<TStates>(ref T source, nuint index)
        where TStates : struct, IStateAccess;
}
