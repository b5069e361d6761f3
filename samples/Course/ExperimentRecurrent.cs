using FusedOptim.Rules;
using FusedOptim.Training;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Samples.Course;

/// <summary>
/// A recurrent network learns the adding problem, and what clipping is for: started with recurrent weights that are too large, the
/// gradients through all positions explode. Plain descent without clipping leaps further with every step, until the loss is infinite;
/// with the norm clipped, the same run learns.
/// </summary>
/// <param name="Positions">The length of a sequence.</param>
/// <param name="ExampleCount">The number of examples to learn from.</param>
/// <param name="Units">The number of values that the network remembers.</param>
/// <param name="Epochs">The number of epochs.</param>
internal sealed record ExperimentRecurrent(int Positions = 50, int ExampleCount = 8000, int Units = 32, int Epochs = 8)
{
    private const int BatchSize = 32;
    private const int ExplodingEpochs = 2;

    /// <summary>The same in seconds.</summary>
    public static ExperimentRecurrent Small { get; } = new(Positions: 12, ExampleCount: 2000, Units: 24, Epochs: 10);

    /// <summary>Trains all three networks.</summary>
    public RecurrentFindings Run()
    {
        var training = AddingProblem.Draw(ExampleCount, Positions, seed: 1);
        var test = AddingProblem.Draw(ExampleCount / 4, Positions, seed: 2);

        using var learner = Trainer.Create(Model(), new AdamW(LearningRate: 5e-3, WeightDecay: 0), new SquaredLoss(), seed: 3);
        learner.GradientClip = GradientClip.ByNorm(1);
        var learned = learner.Fit(training, epochs: Epochs, batchSize: BatchSize);

        return new RecurrentFindings(learned, learner.Evaluate(test).Loss, Explode(clip: null), Explode(GradientClip.ByNorm(1)));

        TrainingReport Explode(GradientClip? clip)
        {
            using var trainer = Trainer.Create(
                Model(new Orthogonal(gain: 4)), new Sgd(LearningRate: 0.1), new SquaredLoss(), seed: 3);
            trainer.GradientClip = clip;
            return trainer.Fit(training, epochs: ExplodingEpochs, batchSize: BatchSize);
        }
    }

    private Sequential Model(Initializer? recurrentWeight = null) => new(
        new Input(Positions, AddingProblem.Features), new Gru(AddingProblem.Features, Units, recurrentWeight: recurrentWeight),
        new LastPosition(), new Dense(Units, 1));
}
