using System.Globalization;
using ScottPlot;

namespace FusedOptim.Training.Plots;

/// <summary>Values over a rectangle, as shades and as lines of equal value that have numbers.</summary>
/// <remarks>Levels lie closer near the least value, where optimizers end: they are at equal distances of log(1 + (v − least)/c), with c a
/// hundredth of the median of v − least.</remarks>
internal sealed class Contours
{
    private const int LevelCount = 11;
    private const float LineWidth = 1;

    private readonly double[,] _values;
    private readonly CoordinateRect _extent;
    private readonly double _least;
    private readonly double _scale;
    private readonly double _greatestPlace;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="values">The values of a grid: rows from the bottom to the top, columns from left to right; at least 2 × 2.</param>
    /// <param name="extent">The corners of the grid.</param>
    public Contours(double[,] values, CoordinateRect extent)
    {
        (_values, _extent) = (values, extent);
        double[] finite = [.. values.Cast<double>().Where(double.IsFinite).Order()];
        _least = finite.Length > 0 ? finite[0] : 0;
        var median = finite.Length > 0 ? finite[finite.Length / 2] - _least : 0;
        _scale = median > 0 ? median / 100 : finite.Length > 0 && finite[^1] > _least ? (finite[^1] - _least) / 100 : 1;
        _greatestPlace = finite.Length > 0 ? Place(finite[^1]) : 1;
    }

    /// <summary>Draws shades, lines and numbers in a panel.</summary>
    public void AddTo(Panel panel, Palette palette)
    {
        var (rows, columns) = (_values.GetLength(0), _values.GetLength(1));
        var shades = new double[rows, columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var value = _values[row, column];
                shades[rows - 1 - row, column] = double.IsFinite(value) && _greatestPlace > 0 ? 1 - Place(value) / _greatestPlace : 0;
            }
        }

        panel.AddShades(shades, _extent, shade => palette.GetShade(0.38 * shade));
        var color = palette.MutedInk.WithAlpha(130);
        for (var i = 1; i <= LevelCount; i++)
        {
            var level = Round(_least + _scale * (Math.Exp(_greatestPlace * i / (LevelCount + 1)) - 1));
            var lines = ContourTracing.Trace(_values, level);
            foreach (var line in lines)
                panel.AddLine(line.Select(point => X(point.Column)), line.Select(point => Y(point.Row)), color, LineWidth, thin: false);
            if (i % 2 == 0 && lines.MaxBy(line => line.Count) is { Count: > 12 } longest)
            {
                var (column, row) = longest[longest.Count / 3];
                panel.AddText(X(column), Y(row), Format(level), palette.MutedInk, 11, palette.Surface.WithAlpha(170));
            }
        }
    }

    private double Place(double value) => Math.Log(1 + (value - _least) / _scale);

    private double X(double column) => _extent.Left + (_extent.Right - _extent.Left) * column / (_values.GetLength(1) - 1);

    private double Y(double row) => _extent.Bottom + (_extent.Top - _extent.Bottom) * row / (_values.GetLength(0) - 1);

    // Numbers that can be read; the lines are where they say.
    private static double Round(double value) =>
        double.Parse(value.ToString("E1", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Format(double level) => (Math.Abs(level) is >= 0.001 and < 100_000 or 0
        ? level.ToString("#,0.#####", CultureInfo.InvariantCulture)
        : level.ToString("0.#e0", CultureInfo.InvariantCulture)).Replace('-', '−');
}
