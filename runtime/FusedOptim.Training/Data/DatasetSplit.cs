using FusedOptim.Guards;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Data;

/// <summary>Which examples of a data set go to the first of two parts.</summary>
internal static class DatasetSplit
{
    /// <summary>The first part of a random order of all examples.</summary>
    public static bool[] Random(Dataset dataset, double fraction, long seed)
    {
        Check(fraction);
        var isFirst = new bool[dataset.Count];
        Choose([.. Enumerable.Range(0, dataset.Count)], fraction, RandomStreams.Split(seed, 0), isFirst);
        return isFirst;
    }

    /// <summary>The first parts of random orders of each class.</summary>
    public static bool[] Stratified(Dataset dataset, double fraction, long seed)
    {
        Check(fraction);
        dataset.RequireLabels();
        var labels = dataset.Labels.ToArray();
        var isFirst = new bool[dataset.Count];
        foreach (var rows in Enumerable.Range(0, dataset.Count).GroupBy(row => labels[row]))
            Choose([.. rows], fraction, RandomStreams.Split(seed, rows.Key), isFirst);
        return isFirst;
    }

    public static (Dataset First, Dataset Second) Make(Dataset dataset, bool[] isFirst)
    {
        var rows = Enumerable.Range(0, dataset.Count);
        int[] first = [.. rows.Where(row => isFirst[row])];
        int[] second = [.. rows.Where(row => !isFirst[row])];
        if (first.Length == 0 || second.Length == 0)
        {
            throw new ArgumentException(
                $"A split of {dataset.Count} examples into {first.Length} and {second.Length} leaves an empty part; " +
                "both must have at least one.", "fraction");
        }

        return (dataset.Select(first), dataset.Select(second));
    }

    private static void Choose(int[] rows, double fraction, RandomStream random, bool[] isFirst)
    {
        random.Shuffle(rows);
        var count = (int)Math.Round(fraction * rows.Length, MidpointRounding.AwayFromZero);
        foreach (var row in rows.AsSpan(0, count))
            isFirst[row] = true;
    }

    private static void Check(double fraction)
    {
        Guard.Check(fraction is > 0 and < 1, fraction, "between 0 and 1, both exclusive");
    }
}
