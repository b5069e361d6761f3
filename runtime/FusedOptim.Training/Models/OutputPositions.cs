using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;

namespace FusedOptim.Training;

/// <summary>Finds outputs of several positions where one class for each example is learned.</summary>
internal static class OutputPositions
{
    /// <summary>A warning where a layer that leaves one position was probably forgotten.</summary>
    /// <param name="model">The model.</param>
    /// <param name="training">The data to learn from.</param>
    public static IReadOnlyList<string> Warnings(Sequential model, Dataset training)
    {
        var output = model.OutputShape;
        if (!training.HasLabels || output.Positions == 1 || output.Size == training.ClassCount)
            return [];
        var advice = output.Width > 1 ? $"a {nameof(Flatten)}" : $"a {nameof(LastPosition)} or a {nameof(Flatten)}";
        return
        [
            Invariant($"The network gives {output} values for each example, {output.Size} scores in all, and the data have ") +
            Invariant($"{training.ClassCount} classes. To give one score for each class, put {advice} before the last dense layer."),
        ];
    }
}
