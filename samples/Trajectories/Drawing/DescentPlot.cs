using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The value of a surface against the step, on a logarithmic axis.</summary>
internal sealed class DescentPlot(IReadOnlyList<(PathMark Mark, Trajectory Path)> paths, int steps)
{
    /// <summary>The height of the picture.</summary>
    public const double Height = 168;

    private const double Top = 8;
    private const double PlotHeight = 126;
    private const double Decades = 2;
    private const int MostLabels = 8;

    // As deep as the deepest path, in whole steps of the axis.
    private readonly double _lowest = Decades * Math.Floor(
        Math.Min(-8, paths.Min(pair => pair.Path.Values.Min(Exponent))) / Decades);

    private readonly double _highest = Math.Ceiling(Math.Log10(paths.Max(pair => pair.Path.Values[0])) + 0.3);

    /// <summary>Draws axes and lines.</summary>
    public IEnumerable<XElement> Draw(string name)
    {
        var clip = name + "-descent";
        yield return Svg.Element(
            "clipPath", "", new XAttribute("id", clip), Svg.Rectangle(ContourPlot.Left, Top, ContourPlot.PlotWidth + 8, PlotHeight, ""));
        var decades = _highest - _lowest > Decades * MostLabels ? 2 * Decades : Decades;
        for (var exponent = _lowest; exponent <= _highest; exponent += decades)
        {
            var at = At(0, exponent);
            yield return Svg.Line(at, at with { X = ContourPlot.Left + ContourPlot.PlotWidth }, "grid faint");
            yield return Svg.Text(new Point(at.X - 8, at.Y + 4), "label faint", "end", Axis.PowerLabel(exponent));
        }

        foreach (var step in Axis.Ticks(0, steps, 9))
        {
            var at = At(step, _lowest);
            yield return Svg.Line(at, at with { Y = at.Y + 5 }, "tick faint");
            yield return Svg.Text(new Point(at.X, at.Y + 19), "label faint", "middle", Axis.Label(step));
        }

        yield return Svg.Element(
            "g", "paths", new XAttribute("clip-path", $"url(#{clip})"),
            paths.Select(pair => pair.Mark.DrawLine(Line(pair.Path), hasDots: false)),
            paths.Select(pair => pair.Mark.DrawHead(Line(pair.Path).Last())));
    }

    private IEnumerable<Point> Line(Trajectory path) => path.Values.Select((value, step) => At(step, Exponent(value)));

    private static double Exponent(double value) => Math.Log10(Math.Max(value, Trajectory.SmallestValue));

    private Point At(double step, double exponent) =>
        new(ContourPlot.Left + step / steps * ContourPlot.PlotWidth,
            Top + (_highest - exponent) / (_highest - _lowest) * PlotHeight);
}
