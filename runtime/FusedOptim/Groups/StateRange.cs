using FusedOptim.Formats;

namespace FusedOptim.Groups;

/// <summary>The elements of a parameter in the memory of a state: one for each element, row or column.</summary>
/// <param name="Elements">The memory of the state.</param>
/// <param name="First">The index of the first one, which starts a block.</param>
/// <param name="Count">Their number, without padding.</param>
internal readonly record struct StateRange(ElementStream Elements, nint First, nint Count)
{
    /// <summary>The number of elements of whole blocks.</summary>
    public nint PaddedCount => ElementStream.WholeBlocks(Count);

    /// <summary>The elements as they are stored.</summary>
    /// <param name="computeSize">The bytes of an element that kernels compute with.</param>
    public StoredElements Stored(int computeSize) => Elements.Stored(First, Count, computeSize);
}
