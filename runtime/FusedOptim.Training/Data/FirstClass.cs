namespace FusedOptim.Training.Data;

/// <summary>Finds labels that may count from 1.</summary>
internal static class FirstClass
{
    /// <summary>A warning where class 0 has no examples.</summary>
    /// <param name="training">The data.</param>
    public static IReadOnlyList<string> Warnings(Dataset training) =>
        !training.HasLabels || training.Labels.Contains(0) || training.IgnoredLabel == 0
            ? []
            :
            [
                Invariant($"None of the {training.Count} training examples has the label 0; the data set has {training.ClassCount} ") +
                "classes, and labels count from 0. If the labels count from 1, subtract 1 from each.",
            ];
}
