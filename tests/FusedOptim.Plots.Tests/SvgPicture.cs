using System.Xml.Linq;

namespace FusedOptim.Training.Plots.Tests;

/// <summary>An SVG, read as XML: parsing fails where it is not well-formed.</summary>
internal sealed class SvgPicture
{
    private readonly XElement _root;

    public SvgPicture(Figure figure, int? width = null, int? height = null, Theme theme = Theme.Light)
        : this(XElement.Parse(figure.ToSvg(width, height, theme)))
    {
    }

    public SvgPicture(XElement root) => _root = root;

    public string Title => Child("title");

    public string Description => Child("desc");

    /// <summary>Gets all texts, as a reader sees them.</summary>
    public IReadOnlyList<string> Texts => [.. Elements("text").Select(text => text.Value.Trim())];

    /// <summary>Gets the paths without a filling, in a colour.</summary>
    public IReadOnlyList<XElement> Lines(string color) =>
        [.. Elements("path").Where(path => string.Equals(path.Attribute("stroke")?.Value, color, StringComparison.OrdinalIgnoreCase))];

    public IReadOnlyList<XElement> Elements(string name) => [.. _root.Descendants().Where(element => element.Name.LocalName == name)];

    public IEnumerable<XAttribute> Attributes => _root.DescendantsAndSelf().Attributes();

    private string Child(string name) => _root.Elements().Single(element => element.Name.LocalName == name).Value;
}
