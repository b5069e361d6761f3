using System.Globalization;
using System.Text;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training;

/// <summary>Where training stands: reported after each batch, and after each epoch.</summary>
/// <param name="Epoch">The number of the epoch, from 1, over all calls of <see cref="Trainer.Fit"/>.</param>
/// <param name="LastEpoch">The number of the last epoch of this call.</param>
/// <param name="Batch">How many batches of the epoch are done.</param>
/// <param name="BatchCount">The number of batches of an epoch.</param>
/// <param name="Training">Loss and accuracy over the batches of the epoch so far.</param>
/// <param name="Completed">The epoch, when it is over; null after a batch.</param>
public readonly record struct TrainingProgress(
    int Epoch, int LastEpoch, int Batch, int BatchCount, Evaluation Training, EpochReport? Completed)
{
    /// <summary>The loss of the batch alone, as it was before its step; 0 after an epoch.</summary>
    public double BatchLoss { get; init; }

    /// <summary>The messages of watchers about this batch (<see cref="Trainer.Watch"/>); mostly none.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.Empty;

    /// <summary>Makes a method the receiver of progress: it is called before training continues, on the thread of
    /// <see cref="Trainer.Fit"/>. <see cref="Progress{T}"/> calls it later, on another thread.</summary>
    /// <param name="report">The method. What it throws ends <see cref="Trainer.Fit"/>.</param>
    /// <returns>The progress to pass to <see cref="Trainer.Fit"/>.</returns>
    public static IProgress<TrainingProgress> To(Action<TrainingProgress> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new DirectProgress<TrainingProgress>(report);
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(
            CultureInfo.InvariantCulture,
            $"Epoch = {Epoch}, LastEpoch = {LastEpoch}, Batch = {Batch}, BatchCount = {BatchCount}, Training = {Training}, " +
            $"Completed = {Completed}, BatchLoss = {BatchLoss}, Warnings = {Warnings?.Count ?? 0}");
        return true;
    }
}
