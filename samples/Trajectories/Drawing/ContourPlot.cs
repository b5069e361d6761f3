using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The contours of a surface, and paths over them.</summary>
/// <param name="surface">The surface.</param>
/// <param name="id">What makes the names within the picture its own.</param>
internal sealed class ContourPlot(Surface surface, string id)
{
    /// <summary>The width of the picture, axes and scale of heights included.</summary>
    public const double Width = 720;

    /// <summary>Where the contours begin on the left.</summary>
    public const double Left = 44;

    /// <summary>The width of the contours.</summary>
    public const double PlotWidth = 608;

    private const double Top = 14;
    private const int CellsAcross = 400;
    private const double Tolerance = 0.12;
    private const double ScaleLeft = Left + PlotWidth + 14;
    private const double ScaleWidth = 10;

    private readonly double _pixels = PlotWidth / surface.Window.Width;

    private double PlotHeight => surface.Window.Height * _pixels;

    private double PlotBottom => Top + PlotHeight;

    /// <summary>The height of the picture without a legend.</summary>
    public double Height => PlotBottom + 30;

    /// <summary>Draws contours, axes, marks and paths.</summary>
    public IEnumerable<XElement> Draw(IReadOnlyList<(PathMark Mark, Trajectory Path)> paths)
    {
        var clip = id + "-window";
        var reference = new XAttribute("clip-path", $"url(#{clip})");
        yield return Svg.Element(
            "clipPath", "", new XAttribute("id", clip), Svg.Rectangle(Left, Top, PlotWidth, PlotHeight, ""));
        yield return Svg.Element("g", "", reference, Bands());
        foreach (var axis in Axes())
            yield return axis;
        // No path hides where another has come to, and none the minimum.
        yield return Svg.Element(
            "g", "paths", reference,
            paths.Select(pair => pair.Mark.DrawLine(pair.Path.Points.Select(At), hasDots: true)),
            paths.Select(pair => pair.Mark.DrawHead(At(pair.Path.Points[^1]))),
            surface.Minima.SelectMany(minimum => Star(At(minimum))));
        yield return Svg.Circle(At(surface.Start), 5.5, "start ink");
        foreach (var part in HeightScale())
            yield return part;
    }

    private Point At(Point point) =>
        new(Left + (point.X - surface.Window.Left) * _pixels, Top + (surface.Window.Top - point.Y) * _pixels);

    private double Level(int band) => Math.Pow(10, double.Lerp(
        surface.LevelExponents.Lowest, surface.LevelExponents.Highest, (band - 1) / (Theme.BandCount - 2.0)));

    // Painted one over the other: everything, then what lies above the lowest level, and so on.
    private IEnumerable<XElement> Bands()
    {
        yield return Svg.Rectangle(Left, Top, PlotWidth, PlotHeight, "band band0");
        var grid = new HeightGrid(surface, CellsAcross);
        for (var band = 1; band < Theme.BandCount; band++)
        {
            var outline = new StringBuilder();
            foreach (var loop in MarchingSquares.Loops(grid, HeightGrid.HeightOf(Level(band))))
                AppendLoop(outline, loop);
            if (outline.Length > 0)
                yield return Svg.Element("path", $"band band{band}", new XAttribute("d", outline.ToString()));
        }
    }

    private void AppendLoop(StringBuilder outline, IEnumerable<Point> loop)
    {
        var points = LineSimplification.Simplify([.. loop.Select(At)], Tolerance);
        for (var i = 0; i < points.Count; i++)
        {
            outline.Append(
                CultureInfo.InvariantCulture,
                $"{(i == 0 ? 'M' : 'L')}{Svg.Number(points[i].X)} {Svg.Number(points[i].Y)}");
        }

        outline.Append('Z');
    }

    private IEnumerable<XElement> Axes()
    {
        yield return Svg.Rectangle(Left, Top, PlotWidth, PlotHeight, "frame faint");
        foreach (var x in Axis.Ticks(surface.Window.Left, surface.Window.Right, 9))
        {
            var at = At(new Point(x, 0)).X;
            yield return Svg.Line(new Point(at, PlotBottom), new Point(at, PlotBottom + 5), "tick faint");
            yield return Svg.Text(new Point(at, PlotBottom + 19), "label faint", "middle", Axis.Label(x));
        }

        foreach (var y in Axis.Ticks(surface.Window.Bottom, surface.Window.Top, 7))
        {
            var at = At(new Point(0, y)).Y;
            yield return Svg.Line(new Point(Left - 5, at), new Point(Left, at), "tick faint");
            yield return Svg.Text(new Point(Left - 9, at + 4), "label faint", "end", Axis.Label(y));
        }
    }

    private IEnumerable<XElement> HeightScale()
    {
        var (lowest, highest) = surface.LevelExponents;
        var band = PlotHeight / Theme.BandCount;
        for (var i = 0; i < Theme.BandCount; i++)
        {
            var top = PlotBottom - (i + 1) * band;
            yield return Svg.Rectangle(ScaleLeft, top, ScaleWidth, band + 0.5, $"height band{i}");
        }

        yield return Svg.Rectangle(ScaleLeft, Top, ScaleWidth, PlotHeight, "frame faint");
        for (var exponent = Math.Ceiling(lowest); exponent <= highest; exponent++)
        {
            var level = 1 + (exponent - lowest) / (highest - lowest) * (Theme.BandCount - 2);
            var at = PlotBottom - level * band;
            yield return Svg.Line(new Point(ScaleLeft + ScaleWidth, at), new Point(ScaleLeft + ScaleWidth + 4, at), "tick faint");
            yield return Svg.Text(
                new Point(ScaleLeft + ScaleWidth + 7, at + 4), "label faint", "start", Axis.PowerLabel(exponent));
        }
    }

    /// <summary>A minimum.</summary>
    public static XElement[] Star(Point center)
    {
        const double Outer = 9, Inner = 3.8;
        var corners = Enumerable.Range(0, 10).Select(i =>
        {
            var (sine, cosine) = Math.SinCos(Math.PI * i / 5);
            var radius = i % 2 == 0 ? Outer : Inner;
            return new Point(center.X + radius * sine, center.Y - radius * cosine);
        });
        var points = Svg.Points(corners);
        return [Svg.Element("polygon", "star-halo paper", points), Svg.Element("polygon", "star ink", points)];
    }
}
