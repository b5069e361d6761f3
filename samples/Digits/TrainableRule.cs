using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>An optimizer to choose on the command line, with a learning rate that suits the digits.</summary>
internal abstract class TrainableRule
{
    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<TrainableRule> All { get; } =
    [
        new TrainableRule<Sgd>(new Sgd(LearningRate: 0.1)),
        new TrainableRule<HeavyBall>(new HeavyBall(LearningRate: 0.01)),
        new TrainableRule<AveragedMomentum>(new AveragedMomentum(LearningRate: 0.1)),
        new TrainableRule<Velocity>(new Velocity(LearningRate: 0.01)),
        new TrainableRule<Nesterov>(new Nesterov(LearningRate: 0.01)),
        new TrainableRule<AdaGrad>(new AdaGrad(LearningRate: 0.05)),
        new TrainableRule<Adadelta>(new Adadelta(LearningRate: 1)),
        new TrainableRule<RmsProp>(new RmsProp(LearningRate: 0.001)),
        new TrainableRule<Adam>(new Adam(LearningRate: 0.002)),
        new TrainableRule<AdamW>(new AdamW(LearningRate: 0.002)),
    ];

    /// <summary>The name of the record.</summary>
    public abstract string Title { get; }

    /// <summary>The name on the command line.</summary>
    public string Name => Title.ToLowerInvariant();

    /// <summary>The learning rate.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The rules of a name, or all.</summary>
    public static IReadOnlyList<TrainableRule> Find(string name) =>
        name == "all" ? All : [.. All.Where(rule => rule.Name == name)];

    /// <summary>Trains a network.</summary>
    public abstract TrainedNetwork Train(
        Sequential model, DigitsData data, TrainingPlan plan, long seed, IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken);
}
