using System.Globalization;
using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>One surface as a file of its own, light or dark as the viewer asks: all paths in one picture with a legend, or each path in a
/// picture of its own.</summary>
internal static class PictureFile
{
    private const double Header = 50;
    private const double LegendColumnWidth = 216;
    private const double LegendRowHeight = 24;
    private const int LegendColumns = 3;
    private const int PanelColumns = 2;
    private const double PanelScale = 0.62;
    private const double PanelHeader = 34;

    /// <summary>Writes it.</summary>
    public static void Write(string path, Surface surface, IReadOnlyList<(PathMark Mark, Trajectory Path)> paths)
    {
        var plot = new ContourPlot(surface, surface.Name);
        var legendTop = Header + plot.Height + 18;
        var legendRows = (paths.Count + 1) / LegendColumns + 1;
        var height = legendTop + legendRows * LegendRowHeight;
        var picture = Picture(
            ContourPlot.Width, height, surface,
            Svg.Element("g", "", new XAttribute("transform", $"translate(0 {Svg.Number(Header)})"), plot.Draw(paths)),
            Svg.Element(
                "g", "", new XAttribute("transform", $"translate({Svg.Number(ContourPlot.Left)} {Svg.Number(legendTop)})"),
                Legend([.. paths.Select(pair => pair.Mark)])));
        picture.Save(path);
    }

    /// <summary>Writes a picture of each path alone, one beside another.</summary>
    public static void WriteApart(string path, Surface surface, IReadOnlyList<(PathMark Mark, Trajectory Path)> paths)
    {
        var panelHeight = PanelHeader + PanelScale * new ContourPlot(surface, "").Height;
        var rows = (paths.Count + PanelColumns - 1) / PanelColumns;
        var panels = paths.Select((pair, i) =>
        {
            var (x, y) = (i % PanelColumns * PanelScale * ContourPlot.Width, Header + 14 + i / PanelColumns * panelHeight);
            var title = string.Create(CultureInfo.InvariantCulture, $"{pair.Mark.Rule.Title}, rate {pair.Path.LearningRate:G3}");
            return Svg.Element(
                "g", "", new XAttribute("transform", $"translate({Svg.Number(x)} {Svg.Number(y)})"),
                Svg.Text(new Point(PanelScale * ContourPlot.Left, 22), "name ink", "start", title),
                Svg.Element(
                    "g", "", new XAttribute("transform", string.Create(CultureInfo.InvariantCulture, $"translate(0 24) scale({PanelScale})")),
                    new ContourPlot(surface, $"{surface.Name}-{pair.Mark.Rule.Name}").Draw([pair])));
        });
        Picture(PanelColumns * PanelScale * ContourPlot.Width, Header + 14 + rows * panelHeight, surface, [.. panels]).Save(path);
    }

    private static XElement Picture(double width, double height, Surface surface, params object[] content)
    {
        var style = Resource.Read("plot.css") + Theme.Light.Rules(".plot ") +
            "@media (prefers-color-scheme: dark) {\n" + Theme.Dark.Rules(".plot ") + "}\n";
        return Svg.Picture(
            width, height, $"{surface.Title}: {surface.Formula}",
            Svg.Attribute("width", width), Svg.Attribute("height", height),
            Svg.Element("style", "", style),
            Svg.Rectangle(0, 0, width, height, "canvas paper"),
            Svg.Text(new Point(ContourPlot.Left, 28), "heading ink", "start", surface.Title),
            Svg.Text(new Point(ContourPlot.Left, 48), "formula faint", "start", surface.Formula),
            content);
    }

    private static IEnumerable<XElement> Legend(IReadOnlyList<PathMark> marks)
    {
        for (var i = 0; i < marks.Count; i++)
        {
            var at = Cell(i);
            yield return Svg.Element(
                "g", "path " + marks[i].Style,
                marks[i].DrawStroke([at, at with { X = at.X + 26 }]),
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
