namespace FusedOptim.Training;

/// <summary>
/// The best result so far: the highest accuracy on the validation data, of equals the lowest loss; without such data the
/// lowest loss on the training data.
/// </summary>
internal sealed class BestEpoch
{
    private double _accuracy = double.NaN;
    private double _loss = double.NaN;

    /// <summary>Takes an epoch.</summary>
    /// <returns>Whether it is the best so far; of equals the first is. One whose loss is not finite never is.</returns>
    public bool Take(EpochReport report)
    {
        var (loss, accuracy) = report.Validation ?? report.Training with { Accuracy = double.NaN };
        var isFirst = double.IsNaN(_loss);
        // What is not a number is equal here: there are no labels, or no validation data.
        var order = accuracy.CompareTo(_accuracy);
        if (!double.IsFinite(loss) || !isFirst && (order < 0 || order == 0 && !(loss < _loss)))
            return false;
        (_loss, _accuracy) = (loss, accuracy);
        return true;
    }

    /// <summary>Adds the result to a checkpoint.</summary>
    public void AddTo(Checkpoint checkpoint) => checkpoint
        .Add("trainer.best_accuracy", () => _accuracy, value => _accuracy = value)
        .Add("trainer.best_loss", () => _loss, value => _loss = value);
}
