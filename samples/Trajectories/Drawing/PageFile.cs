using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>One page with all surfaces, which needs no other file: HTML that is also well-formed XML.</summary>
internal static class PageFile
{
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";

    /// <summary>Writes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="marks">The rules, in order.</param>
    /// <param name="paths">The paths of each surface, in the order of the rules.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="rate">The learning rate of all rules; <see langword="null"/> where each has its own.</param>
    public static void Write(
        string path, IReadOnlyList<PathMark> marks,
        IReadOnlyList<(Surface Surface, IReadOnlyList<(PathMark Mark, Trajectory Path)> Paths)> paths, int steps, double? rate)
    {
        var rates = rate is { } one
            ? string.Create(CultureInfo.InvariantCulture, $"the learning rate {one}")
            : "the learning rate, of 24 per power of ten, that brings it down earliest and farthest without leaving the picture or leaping " +
                "over a third of it";
        var style = Resource.Read("plot.css") + Resource.Read("page.css") + Theme.Light.Rules(":root ") +
            "@media (prefers-color-scheme: dark) {\n" + Theme.Dark.Rules(":root:not([data-theme=light]) ") + "}\n" +
            Theme.Dark.Rules(":root[data-theme=dark] ");
        var page = Element(
            "html", "", new XAttribute("lang", "en"),
            Element(
                "head", "",
                Element("meta", "", new XAttribute("charset", "utf-8")),
                Element(
                    "meta", "", new XAttribute("name", "viewport"),
                    new XAttribute("content", "width=device-width, initial-scale=1")),
                Element("title", "", "Paths of optimizers"),
                Element("style", "", style)),
            Element(
                "body", "",
                Element(
                    "header", "",
                    Element("h1", "", "Paths of optimizers"),
                    Element(
                        "p", "lead",
                        $"{steps} steps of each rule from the same start, with {rates}. One dot is one step; contours are spaced evenly in " +
                        "the logarithm of f.")),
                Controls(marks, steps),
                Element("main", "", paths.Select(surface => Card(surface.Surface, surface.Paths, steps))),
                // The comments hide the marks of a CDATA section from the script.
                Element("script", "", "//", new XCData("\n" + Resource.Read("page.js") + "//"))));
        var document = new XDocument(new XDocumentType("html", null, null, null), page);
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { OmitXmlDeclaration = true });
        document.Save(writer);
    }

    private static XElement Controls(IReadOnlyList<PathMark> marks, int steps) => Element(
        "nav", "controls",
        Element(
            "div", "rules",
            marks.Select(mark => Element(
                "label", mark.Style, new XAttribute("data-rule", mark.Rule.Name),
                Element(
                    "input", "", new XAttribute("type", "checkbox"), new XAttribute("checked", "checked"),
                    new XAttribute("value", mark.Rule.Name)),
                Swatch(mark),
                Element("span", "", mark.Rule.Title)))),
        Element(
            "div", "time",
            Element("button", "", new XAttribute("id", "play"), new XAttribute("type", "button"), "Play"),
            Element(
                "input", "", new XAttribute("id", "step"), new XAttribute("type", "range"), new XAttribute("min", 0),
                new XAttribute("max", steps), new XAttribute("value", steps), new XAttribute("aria-label", "step")),
            Element("output", "", new XAttribute("id", "shown"), $"step {steps}"),
            Element("button", "", new XAttribute("id", "theme"), new XAttribute("type", "button"), "Light / dark")));

    private static XElement Card(Surface surface, IReadOnlyList<(PathMark Mark, Trajectory Path)> paths, int steps)
    {
        var contours = new ContourPlot(surface, surface.Name);
        return Element(
            "section", "card",
            Element("h2", "", surface.Title),
            Element("p", "formula", surface.Formula),
            Element("p", "difficulty", surface.Difficulty),
            Svg.Picture(ContourPlot.Width, contours.Height, $"Paths over {surface.Title}", contours.Draw(paths)),
            Element("p", "caption", "f after each step"),
            Svg.Picture(
                ContourPlot.Width, DescentPlot.Height, $"f against the step on {surface.Title}",
                new DescentPlot(paths, steps).Draw(surface.Name)),
            Table(paths));
    }

    private static XElement Table(IReadOnlyList<(PathMark Mark, Trajectory Path)> paths)
    {
        const double Near = 1e-3;
        return Element(
            "table", "",
            Element(
                "thead", "",
                Element(
                    "tr", "", Element("th", "", "rule"), Element("th", "number", "rate"),
                    Element("th", "number", "final f"), Element("th", "number", "distance to the minimum"),
                    Element("th", "number", "steps to f ≤ 0.001"))),
            Element(
                "tbody", "",
                paths.Select(pair => Element(
                    "tr", "", new XAttribute("data-rule", pair.Mark.Rule.Name),
                    Element("td", "rule", Swatch(pair.Mark), pair.Mark.Rule.Title),
                    Element("td", "number", Text(pair.Path.LearningRate)),
                    Element("td", "number", Text(pair.Path.Values[^1])),
                    Element("td", "number", Text(pair.Path.Surface.DistanceToMinimum(pair.Path.Points[^1]))),
                    Element("td", "number", pair.Path.StepsTo(Near)?.ToString(CultureInfo.InvariantCulture) ?? "–")))));
    }

    private static XElement Swatch(PathMark mark) => Svg.Element(
        "svg", "swatch " + mark.Style, new XAttribute("viewBox", "0 0 28 12"), new XAttribute("aria-hidden", "true"),
        Svg.Element(
            "g", "path " + mark.Style,
            mark.DrawStroke([new Point(1, 6), new Point(22, 6)]),
            Svg.Circle(new Point(22, 6), PathMark.HeadRadius, "head")));

    private static string Text(double value)
    {
        if (value < Trajectory.SmallestValue)
            return "< " + Axis.PowerLabel(Math.Log10(Trajectory.SmallestValue));
        // Two digits and an exponent.
        var parts = value.ToString("0.0E0", CultureInfo.InvariantCulture).Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return exponent is >= -3 and < 4
            ? Axis.Label(Math.Round(value, Math.Max(0, 2 - exponent)))
            : $"{parts[0]} · {Axis.PowerLabel(exponent)}";
    }

    private static XElement Element(string name, string style, params object[] content) =>
        new(Html + name, style.Length == 0 ? null : new XAttribute("class", style), content);
}
