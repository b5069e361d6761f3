namespace FusedOptim;

/// <summary>Elements of a slab that are stepped in one go, padding included.</summary>
/// <param name="Start">The index of the first element; at a block.</param>
/// <param name="Count">The number of elements: whole blocks.</param>
/// <param name="Cohort">The index of their cohort in the group: what is prepared together.</param>
internal readonly record struct SlabRange(nint Start, nint Count, int Cohort);
