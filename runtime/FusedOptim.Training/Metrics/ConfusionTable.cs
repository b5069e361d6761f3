namespace FusedOptim.Training.Metrics;

/// <summary>The text of a confusion matrix.</summary>
internal static class ConfusionTable
{
    public static string Write(ConfusionMatrix matrix) => Scores(matrix) + "\n\n" + Counts(matrix);

    private static string Scores(ConfusionMatrix matrix)
    {
        var table = new TextTable(leftColumns: 2);
        table.Add(["", "class", "precision", "recall", "F1", "examples"]);
        for (var label = 0; label < matrix.ClassNames.Count; label++)
            Add(TextTable.Count(label), TextTable.Name(matrix.ClassNames[label]), matrix.Classes[label]);
        Add("", "macro mean", matrix.MacroMean);
        Add("", "weighted mean", matrix.WeightedMean);
        table.Add(["", "accuracy", "", "", TextTable.Number(matrix.Accuracy, "0.000"), TextTable.Count(matrix.Count)]);
        return table.ToString();

        void Add(string index, string name, ClassScores scores) => table.Add(
        [
            index, name, TextTable.Number(scores.Precision, "0.000"), TextTable.Number(scores.Recall, "0.000"),
            TextTable.Number(scores.F1, "0.000"), TextTable.Count(scores.ExampleCount),
        ]);
    }

    // Columns have the numbers of classes: names would make the table too wide.
    private static string Counts(ConfusionMatrix matrix)
    {
        var classes = Enumerable.Range(0, matrix.ClassNames.Count).ToArray();
        var hasUnclassified = matrix.UnclassifiedCount > 0;
        var table = new TextTable(leftColumns: 2, gap: classes.Length > 16 ? " " : "  ");
        table.Add(["", "class \\ predicted", .. classes.Select(TextTable.Count), .. hasUnclassified ? ["none"] : Array.Empty<string>()]);
        foreach (var label in classes)
        {
            table.Add(
            [
                TextTable.Count(label), TextTable.Name(matrix.ClassNames[label]),
                .. classes.Select(prediction => Cell(matrix[label, prediction])),
                .. hasUnclassified ? [Cell(matrix.GetUnclassifiedCount(label))] : Array.Empty<string>(),
            ]);
        }

        return table.ToString();

        // Mistakes stand out.
        static string Cell(int count) => count == 0 ? "·" : TextTable.Count(count);
    }
}
