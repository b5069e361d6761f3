namespace FusedOptim.Samples.Digits;

/// <summary>Lines of text: for files, pipes and terminals without control sequences.</summary>
internal sealed class PlainView(DigitsData data, TrainingPlan plan) : IRunView
{
    private RunRow? _lastRow;
    private int _lastEpoch;
    private int _lastCount;
    private int _labelWidth;

    /// <inheritdoc/>
    public void Watch(IReadOnlyList<RunRow> rows, Action<Action<RunRow>> train)
    {
        Console.WriteLine(RunText.Describe(data, plan, rows));
        _labelWidth = rows.Max(row => row.Label.Length);
        // Epochs only where they are few lines.
        var tellsEpochs = rows.Count == 1;
        train(row => Tell(row, tellsEpochs));
    }

    /// <inheritdoc/>
    public void Conclude(IReadOnlyList<RunRow> rows, string summary) => Console.WriteLine(summary);

    private void Tell(RunRow row, bool tellsEpochs)
    {
        if (row != _lastRow)
            (_lastRow, _lastEpoch, _lastCount) = (row, 0, 0);
        if (tellsEpochs && row.Epochs.Count > _lastEpoch)
        {
            var epoch = row.Epochs[^1];
            _lastEpoch = row.Epochs.Count;
            Console.WriteLine(
                $"epoch {epoch.Epoch,3} of {plan.Epochs}: training loss {epoch.Training.Loss:F4}, " +
                $"test accuracy {epoch.Validation?.Accuracy:F4}");
        }

        if (row.IsComplete && _lastCount < row.Networks.Count)
        {
            _lastCount = row.Networks.Count;
            Console.WriteLine(
                $"{row.Label.PadRight(_labelWidth)}  learning rate {row.Rule.LearningRate,-6} " +
                $"test accuracy {row.Accuracy:F4}  {row.Seconds:F2} s");
        }
    }
}
