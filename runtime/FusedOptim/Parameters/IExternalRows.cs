namespace FusedOptim;

/// <summary>
/// The memory of a parameter that belongs to the caller and whose gradient is compact: it has gradients of some rows alone, as an embedding
/// gets them. A row is what one index of the outermost dimension has.
/// </summary>
/// <remarks>
/// <see cref="IExternalMemory.GetGradients"/> gives the address of the compact gradients: the elements of the first row of
/// <see cref="GetRows"/>, then those of the second one, and so on. It is 0 where the parameter has no gradient at all, so that a step does not
/// count for it. Zeroing sets the compact gradients to zero. The list is the caller's, who empties it.
/// </remarks>
public interface IExternalRows : IExternalMemory
{
    /// <summary>Gets the rows that have a gradient, from 0, in any order, each once; possibly none. Requested after the addresses, at the
    /// beginning of each operation, which copies them.</summary>
    ReadOnlySpan<int> GetRows();
}
