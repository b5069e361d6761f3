using FusedOptim.Execution;
using FusedOptim.Training;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Samples.Digits;

/// <summary>What all runs have in common.</summary>
/// <param name="Epochs">How many times to go through the training data.</param>
/// <param name="Team">The threads.</param>
internal sealed record TrainingPlan(int Epochs, WorkerTeam Team)
{
    /// <summary>The number of examples of a step.</summary>
    public int BatchSize { get; } = 32;

    /// <summary>What is made small.</summary>
    public SoftmaxCrossEntropy Loss { get; } = new(labelSmoothing: 0.1);

    /// <summary>The model.</summary>
    public Sequential Model { get; } = new(new Dense(64, 128), new Relu(), new Dense(128, 10));
}
