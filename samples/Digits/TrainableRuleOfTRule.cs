using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>One rule with its hyperparameters.</summary>
internal sealed class TrainableRule<TRule>(TRule rule) : TrainableRule
    where TRule : class, IUpdateRule
{
    /// <inheritdoc/>
    public override string Title => rule.Schema.Name;

    /// <inheritdoc/>
    public override double LearningRate => rule.GetHyperparameter(0);

    /// <inheritdoc/>
    public override TrainedNetwork Train(
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
