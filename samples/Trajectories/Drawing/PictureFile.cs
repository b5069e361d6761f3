using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>One surface as a file of its own: title, contours, paths and a legend, light or dark as the viewer asks.</summary>
internal static class PictureFile
{
    private const double Header = 50;
    private const double LegendColumnWidth = 152;
    private const double LegendRowHeight = 24;
    private const int LegendColumns = 4;

    /// <summary>Writes it.</summary>
    public static void Write(string path, Surface surface, IReadOnlyList<(PathMark Mark, Trajectory Path)> paths)
    {
        var plot = new ContourPlot(surface);
        var legendTop = Header + plot.Height + 18;
        var legendRows = (paths.Count + 1) / LegendColumns + 1;
        var height = legendTop + legendRows * LegendRowHeight;
        var style = Resource.Read("plot.css") + Theme.Light.Rules(".plot ") +
            "@media (prefers-color-scheme: dark) {\n" + Theme.Dark.Rules(".plot ") + "}\n";
        var picture = Svg.Picture(
            ContourPlot.Width, height, $"{surface.Title}: {surface.Formula}",
            Svg.Attribute("width", ContourPlot.Width), Svg.Attribute("height", height),
            Svg.Element("style", "", style),
            Svg.Rectangle(0, 0, ContourPlot.Width, height, "canvas paper"),
            Svg.Text(new Point(ContourPlot.Left, 28), "heading ink", "start", surface.Title),
            Svg.Text(new Point(ContourPlot.Left, 48), "formula faint", "start", surface.Formula),
            Svg.Element("g", "", new XAttribute("transform", $"translate(0 {Svg.Number(Header)})"), plot.Draw(paths)),
            Svg.Element(
                "g", "", new XAttribute("transform", $"translate({Svg.Number(ContourPlot.Left)} {Svg.Number(legendTop)})"),
                Legend([.. paths.Select(pair => pair.Mark)])));
        picture.Save(path);
    }

    private static IEnumerable<XElement> Legend(IReadOnlyList<PathMark> marks)
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var at = Cell(i);
            yield return Svg.Element(
                "g", "path " + marks[i].Style,
                Svg.Element("polyline", "line", Svg.Points([at, at with { X = at.X + 26 }])),
                Svg.Circle(at with { X = at.X + 26 }, PathMark.HeadRadius, "head"));
            yield return Svg.Text(new Point(at.X + 38, at.Y + 4.5), "name ink", "start", marks[i].Rule.Title);
        }

        var start = Cell(marks.Count);
        yield return Svg.Circle(start with { X = start.X + 13 }, 5.5, "start ink");
        yield return Svg.Text(new Point(start.X + 38, start.Y + 4.5), "name faint", "start", "start");
        var minimum = Cell(marks.Count + 1);
        foreach (var part in ContourPlot.Star(minimum with { X = minimum.X + 13 }))
            yield return part;
        yield return Svg.Text(new Point(minimum.X + 38, minimum.Y + 4.5), "name faint", "start", "minimum");
    }

    private static Point Cell(int index) =>
        new(index % LegendColumns * LegendColumnWidth, index / LegendColumns * LegendRowHeight);
}
