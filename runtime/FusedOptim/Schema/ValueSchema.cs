namespace FusedOptim.Schema;

/// <summary>A value of each row, column or matrix that a phase sums or hands out, and those after it read.</summary>
/// <param name="Name">The name by which phases bind it.</param>
/// <param name="Over">The unit that has a value of its own: <see cref="Over.Row"/>, <see cref="Over.Column"/> or <see cref="Over.Matrix"/>.</param>
public sealed record ValueSchema(string Name, Over Over);
