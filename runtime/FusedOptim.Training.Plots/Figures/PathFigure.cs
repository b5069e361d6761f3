using FusedOptim.Guards;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>The paths of optimizers over the contours of a function of two parameters.</summary>
/// <remarks>Each path begins at a ring and ends at a larger dot; small dots are its steps, as long as there are at most 200. Contours have
/// the values of the function, and lie closer near its least value. What leaves the window is cut off.</remarks>
/// <example><code>
/// (double X, double Y) Gradient(double x, double y) => (x / 10, 2 * y);
/// new PathFigure(
///     (x, y) => x * x / 20 + y * y, (-10, 10), (-5, 5),
///     OptimizerPath.Trace("SGD", new Sgd(LearningRate: 0.95), Gradient, (-7, 2), steps: 40),
///     OptimizerPath.Trace("Adam", new Adam(LearningRate: 0.3), Gradient, (-7, 2), steps: 40)).Save("paths.svg");
/// </code></example>
public sealed class PathFigure : Figure
{
    private const int GridSize = 121;

    private readonly double[,] _values;
    private readonly CoordinateRect _window;
    private readonly OptimizerPath[] _paths;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="function">The function of both parameters.</param>
    /// <param name="horizontal">The ends of the window along the first parameter; finite, the first below the second.</param>
    /// <param name="vertical">The ends of the window along the second parameter.</param>
    /// <param name="paths">The paths; at least one.</param>
    /// <exception cref="ArgumentOutOfRangeException">An end of the window is not finite, or the first is not below the
    /// second.</exception>
    /// <exception cref="ArgumentException">No path is given, or two have one name.</exception>
    public PathFigure(
        Func<double, double, double> function, (double Minimum, double Maximum) horizontal, (double Minimum, double Maximum) vertical,
        params IEnumerable<OptimizerPath> paths)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(paths);
        CheckRange(horizontal, nameof(horizontal));
        CheckRange(vertical, nameof(vertical));
        _paths = [.. paths];
        SeriesNames.Check(_paths.Select(path => path.Name), "path", nameof(paths));
        _window = new CoordinateRect(horizontal.Minimum, horizontal.Maximum, vertical.Minimum, vertical.Maximum);
        _values = new double[GridSize, GridSize];
        for (var row = 0; row < GridSize; row++)
        {
            for (var column = 0; column < GridSize; column++)
                _values[row, column] = function(Between(horizontal, column), Between(vertical, row));
        }

        Description = string.Join(' ', _paths.Select(path => Invariant(
            $"{path.Name} comes from {function(path.Points[0].X, path.Points[0].Y):G3} to {function(path.Points[^1].X, path.Points[^1].Y):G3} in {path.Points.Count - 1} steps.")));
    }

    /// <inheritdoc/>
    public override int DefaultHeight => 480;

    /// <inheritdoc/>
    public override string Description { get; }

    private protected override string DefaultTitle => _paths.Length == 1 ? $"The path of {_paths[0].Name}" : "Paths of optimizers";

    internal static void CheckRange((double Minimum, double Maximum) range, string name)
    {
        Guard.Check(double.IsFinite(range.Minimum), range.Minimum, "finite", $"{name}.Minimum");
        Guard.Check(
            range.Maximum > range.Minimum && double.IsFinite(range.Maximum - range.Minimum), range.Maximum,
            Invariant($"finite and greater than {range.Minimum}, the minimum"), $"{name}.Maximum");
    }

    private protected override FigureLayout Compose(Palette palette)
    {
        var panel = new Panel(
            new AxisScale("First parameter") { Minimum = _window.Left, Maximum = _window.Right },
            new AxisScale("Second parameter") { Minimum = _window.Bottom, Maximum = _window.Top }) { HasGrid = false };
        new Contours(_values, _window).AddTo(panel, palette);
        for (var i = 0; i < _paths.Length; i++)
        {
            var (x, y) = (_paths[i].Points.Select(point => point.X).ToArray(), _paths[i].Points.Select(point => point.Y).ToArray());
            var color = palette.GetSeries(i);
            panel.AddLine(x, y, color, 2, palette.GetPattern(i), thin: false);
            if (x.Length <= 201)
                panel.AddDots(x, y, color, 4.5f);
            panel.AddDots([x[^1]], [y[^1]], color, 10);
        }

        var start = _paths[0].Points[0];
        panel.AddDots([start.X], [start.Y], palette.Ink, 11, MarkerShape.OpenCircle);
        return new FigureLayout(
            Title, [panel], 1, [.. _paths.Select((path, i) => new LegendEntry(path.Name, palette.GetSeries(i), palette.GetPattern(i)))]);
    }

    private static double Between((double Minimum, double Maximum) range, int index) =>
        range.Minimum + (range.Maximum - range.Minimum) * index / (GridSize - 1);
}
