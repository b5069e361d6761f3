namespace FusedOptim.Schema;

/// <summary>A weight decay that takes the same share of every element at a step: (1 − share)·θ.</summary>
/// <param name="Coefficient">The index of the hyperparameter λ.</param>
/// <param name="LearningRate">The index of the hyperparameter η, where the share is ηλ; otherwise −1, and the share is λ.</param>
/// <param name="PeakLearningRate">The index of the hyperparameter η_max, where the share is η·(η/η_max)·λ; otherwise −1.</param>
public sealed record DecaySchema(int Coefficient, int LearningRate = -1, int PeakLearningRate = -1);
