using FusedOptim.Training.Checkpoints;

namespace FusedOptim.Training;

/// <summary>The best epoch so far: by its result on the validation data, without such data by that on the training
/// data.</summary>
internal sealed class BestEpoch
{
    private int _epoch;
    private long _ticks;
    private Evaluation _training;
    private Evaluation? _validation;
    private Evaluation? _trainingEvaluation;

    /// <summary>The epoch; <see langword="null"/> before the first with a finite result.</summary>
    public EpochReport? Report => _epoch == 0
        ? null
        : new EpochReport(_epoch, _training, _validation, TimeSpan.FromTicks(_ticks)) { TrainingEvaluation = _trainingEvaluation };

    /// <summary>Takes an epoch.</summary>
    /// <param name="report">The epoch.</param>
    /// <param name="metric">What is compared.</param>
    /// <returns>Whether it is the best so far; of equals the first is. One whose loss is not finite never is.</returns>
    public bool Take(EpochReport report, Metric metric)
    {
        // Results on other data are not comparable.
        var (result, best) = report.Validation is { } validation ? (validation, _validation) : (report.Training, _training);
        if (!result.IsBetterThan(_epoch == 0 ? null : best, metric))
            return false;
        (_epoch, _ticks) = (report.Epoch, report.Elapsed.Ticks);
        (_training, _validation, _trainingEvaluation) = (report.Training, report.Validation, report.TrainingEvaluation);
        return true;
    }

    /// <summary>Adds the epoch to a checkpoint.</summary>
    public void AddTo(Checkpoint checkpoint)
    {
        checkpoint
            .AddCount("trainer.best_epoch", () => _epoch, value => _epoch = value)
            .Add(
                "trainer.best_ticks", () => _ticks, value => _ticks = value,
                value => value >= 0 ? null : "at least 0");
        Add("training", () => _training, value => _training = value ?? default);
        Add("validation", () => _validation, value => _validation = value);
        Add("training_evaluation", () => _trainingEvaluation, value => _trainingEvaluation = value);

        void Add(string name, Func<Evaluation?> get, Action<Evaluation?> set) => checkpoint
            .AddFlag($"trainer.has_best_{name}", () => get() is not null, value => set(value ? default(Evaluation) : null))
            .Add($"trainer.best_{name}_loss", () => get()?.Loss ?? double.NaN, value => set(get() is { } now ? now with { Loss = value } : null))
            .Add(
                $"trainer.best_{name}_accuracy", () => get()?.Accuracy ?? double.NaN,
                value => set(get() is { } now ? now with { Accuracy = value } : null));
    }
}
