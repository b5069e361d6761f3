namespace FusedOptim.Groups;

/// <summary>The step constants of a phase, among those of a cohort.</summary>
/// <param name="Start">The index of the first one.</param>
/// <param name="Count">Their number.</param>
internal readonly record struct PhaseConstants(int Start, int Count);
