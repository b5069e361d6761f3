using ScottPlot;
using SkiaSharp;

namespace FusedOptim.Training.Plots;

/// <summary>A pair of axes with what is drawn between them. ScottPlot draws it; a panel adds what all figures share: logarithmic scales,
/// gaps at values that are not finite, and lines that are thinned to what pixels show.</summary>
internal sealed class Panel
{
    // In pixels.
    private const float NumberSize = 12.5f;
    private const float LabelSize = 13.5f;
    private const float TitleSize = 13f;
    internal const float TitleHeight = 24;

    // Room of a number along the horizontal and the vertical axis.
    private const float HorizontalRoom = 58;
    private const float VerticalRoom = 38;

    private readonly List<Action<Plot, int>> _marks = [];

    /// <summary>Initializes a new instance without marks.</summary>
    public Panel(AxisScale x, AxisScale y) => (X, Y) = (x, y);

    /// <summary>Gets the horizontal axis.</summary>
    public AxisScale X { get; }

    /// <summary>Gets the vertical axis.</summary>
    public AxisScale Y { get; }

    /// <summary>Gets the title above the panel; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Gets whether both axes have one unit, as those of a plane.</summary>
    public bool IsSquare { get; init; }

    /// <summary>Gets whether there are grid lines.</summary>
    public bool HasGrid { get; init; } = true;

    /// <summary>Adds a line through points. It has gaps where a value is not finite; a point between gaps is a dot.</summary>
    /// <param name="x">Ascending values.</param>
    /// <param name="y">As many values.</param>
    /// <param name="color">The colour.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="pattern">The dashes.</param>
    /// <param name="thin">Whether points that no pixel would show are left out, as in lines over time.</param>
    public void AddLine(
        IEnumerable<double> x, IEnumerable<double> y, Color color, float width,
        LinePattern pattern = default, bool thin = true)
    {
        double[] placesX = [.. x.Select(X.GetPlace)];
        double[] placesY = [.. y.Select(Y.GetPlace)];
        Include(placesX, placesY);
        _marks.Add((plot, pixels) =>
        {
            var (keptX, keptY) = thin ? Thinning.Apply(placesX, placesY, pixels) : (placesX, placesY);
            foreach (var run in Runs(keptX, keptY))
            {
                if (run.Count == 1)
                {
                    plot.Add.Marker(run[0], MarkerShape.FilledCircle, width + 3, color);
                    continue;
                }

                plot.Add.Plottable(new Polyline(run, color, width, pattern));
            }
        });
    }

    /// <summary>Adds dots; those without a finite value are left out.</summary>
    public void AddDots(IEnumerable<double> x, IEnumerable<double> y, Color color, float size, MarkerShape shape = MarkerShape.FilledCircle)
    {
        double[] placesX = [.. x.Select(X.GetPlace)];
        double[] placesY = [.. y.Select(Y.GetPlace)];
        Include(placesX, placesY);
        Coordinates[] points =
        [
            .. placesX.Zip(placesY).Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second))
                .Select(point => new Coordinates(point.First, point.Second)),
        ];
        if (points.Length == 0)
            return;
        _marks.Add((plot, _) =>
        {
            var dots = plot.Add.ScatterPoints(points, color);
            (dots.MarkerSize, dots.MarkerShape) = (size, shape);
            if (shape is not (MarkerShape.FilledCircle or MarkerShape.FilledDiamond or MarkerShape.FilledSquare))
                dots.MarkerLineWidth = 2;
        });
    }

    /// <summary>Adds a vertical line through the panel.</summary>
    public void AddVerticalLine(double x, Color color, LinePattern pattern)
    {
        X.Include(x);
        _marks.Add((plot, _) =>
        {
            var (bottom, top) = Y.GetLimits();
            var place = X.GetPlace(x);
            plot.Add.Plottable(new Polyline([new(place, bottom), new(place, top)], color, 1.5f, pattern));
        });
    }

    /// <summary>Adds a filled shape, such as all bars of a histogram.</summary>
    public void AddShape(IReadOnlyList<(double X, double Y)> corners, Color color)
    {
        foreach (var (x, y) in corners)
        {
            X.Include(x);
            Y.Include(y);
        }

        _marks.Add((plot, _) =>
        {
            var shape = plot.Add.Polygon(corners.Select(corner => new Coordinates(X.GetPlace(corner.X), Y.GetPlace(corner.Y))).ToArray());
            (shape.FillColor, shape.LineWidth) = (color, 0);
        });
    }

    /// <summary>Adds a filled rectangle between places.</summary>
    public void AddRectangle(double left, double right, double bottom, double top, Color color) =>
        AddShape([(left, bottom), (left, top), (right, top), (right, bottom)], color);

    /// <summary>Adds a text around a place, on a background that may be transparent.</summary>
    public void AddText(double x, double y, string text, Color color, float size, Color background = default) => _marks.Add((plot, _) =>
    {
        var label = plot.Add.Text(text, X.GetPlace(x), Y.GetPlace(y));
        label.LabelBackgroundColor = background;
        (label.LabelFontName, label.LabelFontSize, label.LabelFontColor) = (FigureFont.Name, size, color);
        label.LabelAlignment = Alignment.MiddleCenter;
    });

    /// <summary>Adds the values of a rectangle as shades.</summary>
    /// <param name="shades">The shade of each cell: row by row, from the top.</param>
    /// <param name="extent">The centres of the first and the last cells.</param>
    /// <param name="getColor">Gets the colour of a shade.</param>
    public void AddShades(double[,] shades, CoordinateRect extent, Func<double, Color> getColor)
    {
        X.Include(extent.Left);
        X.Include(extent.Right);
        Y.Include(extent.Bottom);
        Y.Include(extent.Top);
        _marks.Add((plot, _) =>
        {
            var map = plot.Add.Heatmap(shades);
            (map.Extent, map.Smooth, map.Colormap) = (extent, true, new Shading(getColor));
            map.ManualRange = new ScottPlot.Range(0, 1);
        });
    }

    /// <summary>Gets the width that the vertical axis needs, which panels below each other share.</summary>
    /// <param name="height">The height of the panel.</param>
    public float MeasureLeft(float height)
    {
        var numbers = Y.GetTicks(CountTicks(height, VerticalRoom)).Texts.Select(text => FigureFont.Measure(text, NumberSize)).DefaultIfEmpty();
        return numbers.Max() + 14 + (Y.Label.Length > 0 ? LabelSize + 8 : 0);
    }

    /// <summary>Draws the panel.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="rect">The area.</param>
    /// <param name="left">The width of the vertical axis.</param>
    /// <param name="palette">The colours.</param>
    public void Render(SKCanvas canvas, PixelRect rect, float left, Palette palette)
    {
        if (Title is not null)
        {
            var title = FigureFont.Shorten(Title, TitleSize, rect.Width - 8);
            FigureFont.Draw(canvas, title, rect.HorizontalCenter, rect.Top + 17, TitleSize, palette.Ink, SKTextAlign.Center);
            rect = new PixelRect(rect.Left, rect.Right, rect.Bottom, rect.Top + TitleHeight);
        }

        var countX = CountTicks(rect.Width - left, HorizontalRoom);
        // Half of the last number is beyond the end of its axis.
        var beyond = X.GetTicks(countX).Texts.Select(text => FigureFont.Measure(text, NumberSize) / 2).LastOrDefault();
        rect = new PixelRect(rect.Left, rect.Right - Math.Max(0, beyond - 2), rect.Bottom, rect.Top);

        using var plot = new Plot();
        // Other panels have been drawn on the same canvas.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        (plot.FigureBackground.Color, plot.DataBackground.Color) = (Colors.Transparent, Colors.Transparent);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        Style(plot.Axes.Bottom, X, countX, palette);
        Style(plot.Axes.Left, Y, CountTicks(rect.Height, VerticalRoom), palette);
        (plot.Axes.Left.MinimumSize, plot.Axes.Left.MaximumSize) = (left, left);
        plot.Grid.IsVisible = HasGrid;
        (plot.Grid.MajorLineColor, plot.Grid.MajorLineWidth) = (palette.Grid, 1);
        foreach (var mark in _marks)
            mark(plot, Math.Max(1, (int)rect.Width));
        var (limits, heights) = (X.GetLimits(), Y.GetLimits());
        plot.Axes.SetLimits(limits.Minimum, limits.Maximum, heights.Minimum, heights.Maximum);
        if (IsSquare)
            plot.Axes.SquareUnits();
        // ScottPlot draws everything twice the first time, because it did not know its layout before.
        using (var nowhere = new SKNoDrawCanvas((int)rect.Right + 1, (int)rect.Bottom + 1))
            plot.Render(nowhere, rect);
        plot.Render(canvas, rect);
    }

    private static int CountTicks(float length, float room) => Math.Max(2, (int)((length - 40) / room));

    private static void Style(IAxis axis, AxisScale scale, int count, Palette palette)
    {
        (axis.Label.Text, axis.Label.FontName, axis.Label.FontSize, axis.Label.ForeColor, axis.Label.Bold) =
            (scale.Label, FigureFont.Name, LabelSize, palette.Ink, false);
        (axis.TickLabelStyle.FontName, axis.TickLabelStyle.FontSize, axis.TickLabelStyle.ForeColor) =
            (FigureFont.Name, NumberSize, palette.MutedInk);
        (axis.FrameLineStyle.Color, axis.FrameLineStyle.Width) = (palette.MutedInk, 1);
        (axis.MajorTickStyle.Color, axis.MajorTickStyle.Length) = (palette.MutedInk, 4);
        (axis.MinorTickStyle.Color, axis.MinorTickStyle.Length) = (palette.MutedInk, 2);
        var (places, texts) = scale.GetTicks(count);
        axis.SetTicks(places, texts);
        if (scale.IsLogarithmic && axis.TickGenerator is ScottPlot.TickGenerators.NumericManual manual)
        {
            var (minimum, maximum) = scale.GetLimits();
            foreach (var place in Ticks.Minor(minimum, maximum))
                manual.AddMinor(place);
        }
    }

    private static IEnumerable<List<Coordinates>> Runs(double[] x, double[] y)
    {
        var run = new List<Coordinates>();
        for (var i = 0; i < x.Length; i++)
        {
            if (double.IsNaN(x[i]) || double.IsNaN(y[i]))
            {
                if (run.Count > 0)
                    yield return run;
                run = [];
                continue;
            }

            run.Add(new Coordinates(x[i], y[i]));
        }

        if (run.Count > 0)
            yield return run;
    }

    private void Include(double[] placesX, double[] placesY)
    {
        X.IncludePlaces(placesX);
        Y.IncludePlaces(placesY);
    }

    private sealed class Shading(Func<double, Color> getColor) : IColormap
    {
        public string Name => nameof(Shading);

        public Color GetColor(double position) => getColor(position);
    }
}
