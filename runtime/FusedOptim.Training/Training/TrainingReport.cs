namespace FusedOptim.Training;

/// <summary>What a call of <see cref="Trainer{TRule}.Fit"/> did.</summary>
/// <param name="Epochs">The epochs that were completed.</param>
/// <param name="WasCancelled">Whether it ended early because it was cancelled.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record TrainingReport(IReadOnlyList<EpochReport> Epochs, bool WasCancelled, double Seconds)
{
    /// <summary>
    /// The epoch with the highest accuracy on the validation data, of equals the one with the lowest loss; without such
    /// data the one with the lowest loss on the training data. Null if no epoch was completed.
    /// </summary>
    public EpochReport? Best => Epochs
        .OrderByDescending(epoch => epoch.Validation?.Accuracy)
        .ThenBy(epoch => (epoch.Validation ?? epoch.Training).Loss)
        .FirstOrDefault();
}
