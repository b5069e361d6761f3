namespace FusedOptim.Training.Checking;

/// <summary>A loss with what the outputs should have been.</summary>
/// <param name="outputs">The outputs of a network.</param>
/// <param name="gradients">Receives the derivatives by them; empty if nobody asks.</param>
internal delegate double LossEvaluation(ReadOnlySpan<double> outputs, Span<double> gradients);
