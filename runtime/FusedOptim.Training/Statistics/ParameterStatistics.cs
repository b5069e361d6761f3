namespace FusedOptim.Training.Statistics;

/// <summary>The distribution of a parameter and of its gradients.</summary>
/// <param name="Name">The name of the parameter.</param>
/// <param name="Values">The values.</param>
/// <param name="Gradients">The gradients; <see langword="null"/> where it has none: no backward pass was made, it is frozen, or some rows
/// alone have a gradient.</param>
public sealed record ParameterStatistics(string Name, ValueStatistics Values, ValueStatistics? Gradients);
