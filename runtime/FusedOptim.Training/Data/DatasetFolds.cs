using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data;

/// <summary>Which fold of a cross-validation each example of a data set is in.</summary>
internal static class DatasetFolds
{
    /// <summary>Deals a random order of all examples.</summary>
    public static int[] Random(Dataset dataset, int count, long seed)
    {
        Check(dataset, count);
        var folds = new int[dataset.Count];
        int[] rows = [.. Enumerable.Range(0, dataset.Count)];
        RandomStreams.Fold(seed, 0).Shuffle(rows);
        Deal(rows, 0, count, folds);
        return folds;
    }

    /// <summary>
    /// Deals a random order of each class, each from where the one before ended: so neither the examples of a class nor
    /// those of all classes differ by more than one from fold to fold.
    /// </summary>
    public static int[] Stratified(Dataset dataset, int count, long seed)
    {
        Check(dataset, count);
        dataset.RequireLabels();
        var labels = dataset.Labels.ToArray();
        var folds = new int[dataset.Count];
        var dealt = 0;
        foreach (var label in Enumerable.Range(0, dataset.Count).GroupBy(row => labels[row]).OrderBy(label => label.Key))
        {
            int[] rows = [.. label];
            RandomStreams.Fold(seed, label.Key).Shuffle(rows);
            Deal(rows, dealt, count, folds);
            dealt += rows.Length;
        }

        return folds;
    }

    /// <summary>For each fold, the other folds to train on and this one to validate on, made when they are asked
    /// for.</summary>
    public static IEnumerable<(Dataset Training, Dataset Validation)> Make(Dataset dataset, int[] folds, int count)
    {
        for (var fold = 0; fold < count; fold++)
        {
            var validated = fold;
            yield return DatasetSplit.Make(dataset, [.. folds.Select(of => of != validated)]);
        }
    }

    private static void Deal(int[] rows, int first, int count, int[] folds)
    {
        for (var i = 0; i < rows.Length; i++)
            folds[rows[i]] = (int)(((long)first + i) % count);
    }

    private static void Check(Dataset dataset, int count) => Guard.Check(
        count >= 2 && count <= dataset.Count, count, $"from 2 to {dataset.Count}, the number of examples");
}
