using FusedOptim.Rules;
using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>An optimizer to choose on the command line.</summary>
/// <param name="rule">The rule with its hyperparameters.</param>
internal sealed class TrainableRule(IUpdateRule rule)
{
    // The other rules learn the digits with their defaults.
    private static readonly IUpdateRule[] s_tuned =
    [
        new AdamW(LearningRate: 0.002),
        new Asgd(LearningRate: 0.1),
        // Finds its step size itself and overshoots on the digits, so the rate scales it down.
        new DAdaptation(LearningRate: 0.1),
        new Ftrl(LearningRate: 0.1, Beta: 0.1),
        new LaProp(LearningRate: 0.001),
        new ProximalAdaGrad(LearningRate: 0.05, L1: 1e-4),
        new RmsPropMomentum(LearningRate: 0.0003, Centered: true),
        // Made for whole gradients: signs that change from batch to batch would shrink its steps away.
        new Rprop(InitialStepSize: 1e-3, MinimumStepSize: 3e-4, MaximumStepSize: 1e-2),
        new Sgd(LearningRate: 0.1),
    ];

    /// <summary>All that the library ships, in the order of their names.</summary>
    public static IReadOnlyList<TrainableRule> All { get; } =
    [
        .. UpdateRules.Shipped.Select(shipped => new TrainableRule(
            Array.Find(s_tuned, tuned => tuned.Schema == shipped.Schema) ?? shipped.Create())),
    ];

    /// <summary>The name of the record.</summary>
    public string Title => rule.Schema.Name;

    /// <summary>The name on the command line.</summary>
    public string Name => Title.ToLowerInvariant();

    /// <summary>The learning rate, every rule's first hyperparameter; Rprop's is what its step sizes start from.</summary>
    public double LearningRate => rule.GetHyperparameter(0);

    /// <summary>The rules of some names, in their order, or all.</summary>
    public static IReadOnlyList<TrainableRule> Find(IReadOnlyList<string> names) =>
        names.Contains("all") ? All : [.. names.Distinct().Select(name => All.First(rule => rule.Name == name))];

    /// <summary>Trains a network.</summary>
    public TrainedNetwork Train(
        Sequential model, DigitsData data, TrainingPlan plan, long seed, IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken)
    {
        using var trainer = Trainer.Create(model, rule, plan.Loss, seed, new OptimizerOptions { Team = plan.Team });
        var report = trainer.Fit(data.Training, data.Test, plan.Epochs, plan.BatchSize, progress, cancellationToken);
        return new TrainedNetwork(
            seed,
            trainer.Evaluate(data.Test),
            report.Elapsed,
            trainer.Network.ComputeDigest(),
            Mistake.Find(trainer, data.Test));
    }
}
