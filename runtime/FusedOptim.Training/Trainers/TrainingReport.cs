using FusedOptim.Training.Collections;

namespace FusedOptim.Training;

/// <summary>What a call of <see cref="Trainer.Fit"/> did.</summary>
/// <param name="Epochs">The epochs that were completed.</param>
/// <param name="WasCancelled">Whether it ended early because it was cancelled.</param>
/// <param name="Elapsed">The time that it took.</param>
public sealed record TrainingReport(IReadOnlyList<EpochReport> Epochs, bool WasCancelled, TimeSpan Elapsed)
{
    /// <summary>The observations during training: of the network as it was built (<see cref="Network{T}.Warnings"/>), labels of which none is
    /// 0, outputs of several positions, then losses that are not finite, and what watchers found (<see cref="Trainer.Watch"/>); the first
    /// hundred that differ.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>The epochs that were completed.</summary>
    public IReadOnlyList<EpochReport> Epochs { get; init => field = ValueList<EpochReport>.Of(value); } =
        ValueList<EpochReport>.Of(Epochs);

    /// <summary>Whether it ended early by itself: by <see cref="EarlyStopping"/>, or at a value that is not finite, which
    /// <see cref="NonFinite"/> describes.</summary>
    public bool WasStopped { get; init; }

    /// <summary>The loss, gradient or weight that is NaN or infinite and ended training; null where training ended in
    /// another way.</summary>
    public NonFiniteStop? NonFinite { get; init; }

    /// <summary>The number of the step of the first batch of this call, over all calls: 1 in the first. Where no step was skipped,
    /// entry i of <see cref="BatchLosses"/> belongs to the step <c>FirstStep + i</c>.</summary>
    public int FirstStep { get; init; } = 1;

    /// <summary>The loss of each batch of this call, as it was before its step: the mean over its examples, in single precision. Batches
    /// whose steps were skipped are included, and the one that ended training. With <see cref="GradientNorms"/> and
    /// <see cref="LearningRates"/> it takes 12 bytes per batch.</summary>
    public IReadOnlyList<float> BatchLosses { get; init => field = ValueList<float>.Of(value); } = ValueList<float>.Empty;

    /// <summary>For each of <see cref="Epochs"/>, the number of batches of this call when it was complete: the batches of the first epoch
    /// are those before <c>EpochEnds[0]</c> in <see cref="BatchLosses"/>.</summary>
    public IReadOnlyList<int> EpochEnds { get; init => field = ValueList<int>.Of(value); } = ValueList<int>.Empty;

    /// <summary>The norm of all gradients together in the step of each batch: without the loss scale, with noise
    /// (<see cref="Trainer.GradientNoise"/>), before they were clipped. NaN or infinite where a gradient was. NaN where the loss was not
    /// finite and ended training.</summary>
    public IReadOnlyList<float> GradientNorms { get; init => field = ValueList<float>.Of(value); } = ValueList<float>.Empty;

    /// <summary>The hyperparameter <c>LearningRate</c> in the step of each batch, of the first group of the optimizer whose rule has one.
    /// NaN where no rule has one.</summary>
    public IReadOnlyList<float> LearningRates { get; init => field = ValueList<float>.Of(value); } = ValueList<float>.Empty;

    /// <summary>The best epoch, how it ended, and how many epochs and warnings there are.</summary>
    public override string ToString() =>
        $"{nameof(TrainingReport)} {{ Epochs = {Epochs.Count}, Best = {Best}, WasStopped = {WasStopped}, " +
        $"WasCancelled = {WasCancelled}, Elapsed = {Elapsed}, Warnings = {Warnings.Count}" +
        (NonFinite is null ? " }" : $", NonFinite = {NonFinite.Message} }}");

    /// <summary>The best epoch by <see cref="Trainer.Metric"/>, over all calls of <see cref="Trainer.Fit"/> and the run that a
    /// checkpoint continued; <see langword="null"/> if no epoch was completed with a finite result. Results are those on the
    /// validation data, without such data those on the training data. It is the epoch of
    /// <see cref="CheckpointFiles.Best"/>, and where <see cref="Trainer.EarlyStopping"/> was set from the beginning the one whose
    /// weights the network ends with.</summary>
    public EpochReport? Best { get; init; }
}
