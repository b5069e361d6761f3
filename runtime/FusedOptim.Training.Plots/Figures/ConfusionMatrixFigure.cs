using System.Globalization;
using FusedOptim.Training.Metrics;

namespace FusedOptim.Training.Plots;

/// <summary>A confusion matrix: a row for each class, a column for each predicted class, and in each cell the number of examples. The
/// shade of a cell is its share of the row.</summary>
/// <remarks>Numbers are left out above 25 classes, for which cells are too small. Examples without a predicted class
/// (<see cref="ConfusionMatrix.UnclassifiedCount"/>) have a last column where there are any.</remarks>
/// <example><code>
/// new ConfusionMatrixFigure(trainer.ComputeConfusionMatrix(test)).Save("confusion.png");
/// </code></example>
public sealed class ConfusionMatrixFigure : Figure
{
    private const int MostWithNumbers = 25;

    private readonly ConfusionMatrix _matrix;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="matrix">The matrix.</param>
    public ConfusionMatrixFigure(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        _matrix = matrix;
    }

    /// <inheritdoc/>
    public override int DefaultHeight => Math.Clamp(130 + 42 * _matrix.ClassNames.Count, 300, 640);

    /// <inheritdoc/>
    public override string Description => _matrix.Count == 0
        ? "There are no examples."
        : Invariant($"{100 * _matrix.Accuracy:F1} % of {_matrix.Count} examples are predicted to be of their class.");

    private protected override string DefaultTitle => "Confusion matrix";

    private protected override FigureLayout Compose(Palette palette)
    {
        var count = _matrix.ClassNames.Count;
        string[] columns = _matrix.UnclassifiedCount > 0 ? [.. _matrix.ClassNames, "none"] : [.. _matrix.ClassNames];
        // The first class is at the top.
        var panel = new Panel(
            new AxisScale("Predicted class") { Names = columns, Margin = 0 },
            new AxisScale("Class") { Names = [.. _matrix.ClassNames.Reverse()], Margin = 0 })
        {
            HasGrid = false,
        };
        for (var label = 0; label < count; label++)
        {
            for (var column = 0; column < columns.Length; column++)
            {
                var number = column < count ? _matrix[label, column] : _matrix.GetUnclassifiedCount(label);
                AddCell(panel, column, count - 1 - label, number, _matrix.Classes[label].ExampleCount, palette);
            }
        }

        return new FigureLayout(Title, [panel], 1, []);
    }

    private void AddCell(Panel panel, int column, int row, int number, int examples, Palette palette)
    {
        // A mistake is seen even where it is one of hundreds.
        var share = examples == 0 ? 0 : (double)number / examples;
        var shade = palette.GetShade(number == 0 ? 0.03 : 0.12 + 0.88 * share);
        panel.AddRectangle(column - 0.48, column + 0.48, row - 0.47, row + 0.47, shade);
        if (number > 0 && _matrix.ClassNames.Count <= MostWithNumbers)
        {
            var size = Math.Clamp(200f / _matrix.ClassNames.Count, 8, 15);
            panel.AddText(column, row, number.ToString("N0", CultureInfo.InvariantCulture), Palette.GetInkOn(shade), size);
        }
    }
}
