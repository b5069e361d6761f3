using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The look of a rule, the same in every picture and whatever is drawn beside it: its colour, and dashes of some length where
/// colours are used up.</summary>
/// <param name="Rule">The rule.</param>
internal sealed record PathMark(PathRule Rule)
{
    // A path farther off the picture than this is cut: the drawing program gets numbers of a sane size.
    private const double Farthest = 1e5;

    /// <summary>The radius of the disc at the end of a path.</summary>
    public const double HeadRadius = 4.2;

    /// <summary>The class that gives the colour.</summary>
    public string Style =>
        string.Create(CultureInfo.InvariantCulture, $"color{Rule.Place % Theme.PathColorCount}");

    // The rules of one colour differ in their dashes.
    private object[] Dashes
    {
        get
        {
            var round = Rule.Place / Theme.PathColorCount;
            return round == 0 ? [] : [new XAttribute("stroke-dasharray", string.Create(CultureInfo.InvariantCulture, $"{3 * round} 4"))];
        }
    }

    /// <summary>A line with a halo, and a dot for each step where asked for.</summary>
    public XElement DrawLine(IEnumerable<Point> line, bool hasDots)
    {
        Point[] points = [.. line.Select(Cut)];
        return Svg.Element(
            "g", "path " + Style, new XAttribute("data-rule", Rule.Name),
            Svg.Element("title", "", Rule.Title),
            Svg.Element("polyline", "halo paper", Svg.Points(points)),
            DrawStroke(points),
            hasDots ? Svg.Element("path", "dots", new XAttribute("d", Dots(points))) : null!);
    }

    /// <summary>The line alone.</summary>
    public XElement DrawStroke(IEnumerable<Point> points) => Svg.Element("polyline", "line", [Svg.Points(points), .. Dashes]);

    /// <summary>A disc where the path has come to.</summary>
    public XElement DrawHead(Point at) => Svg.Element(
        "g", "path " + Style, new XAttribute("data-rule", Rule.Name),
        Svg.Circle(Cut(at), HeadRadius + 1.4, "head paper"), Svg.Circle(Cut(at), HeadRadius, "head"));

    private static Point Cut(Point point) =>
        new(Math.Clamp(point.X, -Farthest, Farthest), Math.Clamp(point.Y, -Farthest, Farthest));

    // Lines of no length with round caps: one element for all dots.
    private static string Dots(IEnumerable<Point> points)
    {
        var data = new StringBuilder();
        foreach (var point in points)
            data.Append(CultureInfo.InvariantCulture, $"M{Svg.Number(point.X)} {Svg.Number(point.Y)}h0");
        return data.ToString();
    }
}
