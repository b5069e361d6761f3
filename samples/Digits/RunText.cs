namespace FusedOptim.Samples.Digits;

/// <summary>What both views say in the same words.</summary>
internal static class RunText
{
    /// <summary>Data, model and how it is trained.</summary>
    public static string Describe(DigitsData data, TrainingPlan plan, IReadOnlyList<RunRow> rows)
    {
        var rule = HasOneRule(rows) ? $"{rows[0].Rule.Title} with learning rate {rows[0].Rule.LearningRate}, " : "";
        return
            $"Handwritten digits of 8 × 8 pixels: {data.Training.Count:N0} to learn from, " +
            $"{data.Test.Count} to test on.\n" +
            $"64 → 128 ReLU → 10, softmax cross-entropy with label smoothing {plan.Loss.LabelSmoothing}.\n" +
            $"{rule}{plan.Epochs} {(plan.Epochs == 1 ? "epoch" : "epochs")} in batches of {plan.BatchSize}, threads: {plan.Team.ThreadCount}.";
    }

    /// <summary>Whether all rows have the same rule.</summary>
    public static bool HasOneRule(IReadOnlyList<RunRow> rows) => rows.DistinctBy(row => row.Rule).Count() == 1;

    /// <summary>The result of all runs that are over.</summary>
    public static string Summarize(IReadOnlyList<RunRow> rows)
    {
        if (!HasOneRule(rows))
        {
            var lowest = rows.Where(row => row.Networks.Count > 0).MinBy(row => row.Accuracy)!;
            return $"Test accuracy {lowest.Accuracy:F4} or more with every rule; the lowest is {lowest.Rule.Title}'s.";
        }

        double[] accuracies = [.. rows.SelectMany(row => row.Networks).Select(network => network.Test.Accuracy)];
        var seeds = accuracies.Length == 1
            ? $"seed {rows[0].Networks[0].Seed}"
            : $"median of {accuracies.Length} seeds";
        return $"Test accuracy {RunRow.Median(accuracies):F4} ({seeds}).";
    }
}
