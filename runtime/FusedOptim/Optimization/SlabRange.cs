namespace FusedOptim;

/// <summary>Elements of a slab that are stepped in one go, padding included.</summary>
/// <param name="Start">The index of the first element; at a cache line.</param>
/// <param name="Count">The number of elements: whole cache lines.</param>
/// <param name="Cohort">The index of their cohort in the group: what is prepared together.</param>
internal readonly record struct SlabRange(nint Start, nint Count, int Cohort);
