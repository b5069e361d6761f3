using System.Globalization;
using System.Xml.Linq;

namespace FusedOptim.Samples.Trajectories;

/// <summary>The elements that the pictures are made of. Numbers have one decimal: a tenth of a pixel.</summary>
internal static class Svg
{
    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="style">Its class.</param>
    /// <param name="content">Attributes and children.</param>
    public static XElement Element(string name, string style, params object[] content) =>
        new(Namespace + name, style.Length == 0 ? null : new XAttribute("class", style), content);

    /// <summary>A picture.</summary>
    public static XElement Picture(double width, double height, string title, params object[] content) =>
        Element(
            "svg", "plot", new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XAttribute("role", "img"), Element("title", "", title), content);

    /// <summary>Text.</summary>
    /// <param name="at">Where it is anchored, on its base line.</param>
    /// <param name="style">Its class.</param>
    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>.</param>
    /// <param name="text">The text.</param>
    public static XElement Text(Point at, string style, string anchor, string text) =>
        Element("text", style, Attribute("x", at.X), Attribute("y", at.Y), new XAttribute("text-anchor", anchor), text);

    /// <summary>A straight line.</summary>
    public static XElement Line(Point from, Point to, string style) =>
        Element(
            "line", style, Attribute("x1", from.X), Attribute("y1", from.Y), Attribute("x2", to.X), Attribute("y2", to.Y));

    /// <summary>A rectangle.</summary>
    public static XElement Rectangle(double x, double y, double width, double height, string style) =>
        Element(
            "rect", style, Attribute("x", x), Attribute("y", y), Attribute("width", width), Attribute("height", height));

    /// <summary>A disc or a ring.</summary>
    public static XElement Circle(Point center, double radius, string style) =>
        Element("circle", style, Attribute("cx", center.X), Attribute("cy", center.Y), Attribute("r", radius));

    /// <summary>An attribute with a number.</summary>
    public static XAttribute Attribute(string name, double value) => new(name, Number(value));

    /// <summary>Points of an open line.</summary>
    public static XAttribute Points(IEnumerable<Point> points) =>
        new("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")));

    /// <summary>A number of an attribute.</summary>
    public static string Number(double value)
    {
        var rounded = Math.Round(value, 1);
        return (rounded == 0 ? 0 : rounded).ToString(CultureInfo.InvariantCulture);
    }
}
