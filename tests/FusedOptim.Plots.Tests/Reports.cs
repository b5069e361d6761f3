namespace FusedOptim.Training.Plots.Tests;

/// <summary>Reports of runs that were not trained.</summary>
internal static class Reports
{
    /// <summary>Makes a report whose losses fall, with a best epoch in the middle.</summary>
    public static TrainingReport Make(int epochs = 6, int batches = 10, bool hasValidation = true, double scale = 1)
    {
        EpochReport[] all =
        [
            .. Enumerable.Range(1, epochs).Select(epoch => new EpochReport(
                epoch, new(scale / epoch, 1 - 0.5 / epoch),
                hasValidation ? new Evaluation(scale * (0.3 + Math.Abs(epoch - 4) * 0.1), 0.9 - Math.Abs(epoch - 4) * 0.01) : null,
                TimeSpan.FromSeconds(1))),
        ];
        return new TrainingReport(all, WasCancelled: false, TimeSpan.FromSeconds(epochs))
        {
            Best = all.MinBy(epoch => (epoch.Validation ?? epoch.Training).Loss),
            BatchLosses = [.. Enumerable.Range(0, epochs * batches).Select(i => (float)(scale / (1 + 0.1 * i)))],
            GradientNorms = [.. Enumerable.Range(0, epochs * batches).Select(i => (float)(1 + i % 3))],
            LearningRates = [.. Enumerable.Repeat(0.01f, epochs * batches)],
            EpochEnds = [.. Enumerable.Range(1, epochs).Select(epoch => epoch * batches)],
        };
    }
}
