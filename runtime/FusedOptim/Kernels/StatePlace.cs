namespace FusedOptim.Kernels;

/// <summary>Where the states of a segment are.</summary>
/// <param name="First">The index of the segment's first element in memory with a format, which starts a block.</param>
/// <param name="Shift">What is added to such an index for memory without a format: there the rows of a parameter with a compact gradient are
/// adjacent, while each starts a block of a format.</param>
/// <param name="IsRow">Whether the segment is a row of such a parameter, so that what is behind its last element is another row.</param>
internal readonly record struct StatePlace(nint First, nint Shift = 0, bool IsRow = false);
