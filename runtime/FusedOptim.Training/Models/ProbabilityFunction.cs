namespace FusedOptim.Training;

/// <summary>Converts the outputs of one example to probabilities.</summary>
/// <param name="outputs">The outputs.</param>
/// <param name="probabilities">Receives a probability for each.</param>
internal delegate void ProbabilityFunction<T>(ReadOnlySpan<T> outputs, Span<double> probabilities);
