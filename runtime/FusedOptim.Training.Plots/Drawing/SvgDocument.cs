using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace FusedOptim.Training.Plots;

/// <summary>Makes of the SVG that SkiaSharp writes a document for pages: with a title and a description, with a size that follows the
/// page, with fonts to fall back on, and with ids that differ from those of other pictures.</summary>
internal static class SvgDocument
{
    // The widths of Verdana are those of DejaVu Sans.
    private const string FontFamily = "'DejaVu Sans', Verdana, sans-serif";

    /// <summary>Finishes a document.</summary>
    public static string Finish(byte[] svg, int width, int height, string title, string description, string idPrefix)
    {
        var root = XDocument.Parse(Encoding.UTF8.GetString(svg)).Root!;
        var svgNamespace = root.Name.Namespace;
        root.SetAttributeValue("width", width);
        root.SetAttributeValue("height", height);
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        root.SetAttributeValue("role", "img");
        root.AddFirst(new XElement(svgNamespace + "title", title), new XElement(svgNamespace + "desc", description));
        foreach (var label in root.Descendants(svgNamespace + "text"))
            Straighten(label);

        // SkiaSharp counts ids over all pictures of a process; here they count from 1 in each.
        XAttribute[] attributes = [.. root.DescendantsAndSelf().Attributes()];
        var ids = attributes.Where(attribute => attribute.Name == "id").Index()
            .ToDictionary(id => id.Item.Value, id => Invariant($"{idPrefix}{id.Index + 1}"));
        foreach (var attribute in attributes)
        {
            if (attribute.Name.LocalName == "font-family")
                attribute.Value = FontFamily;
            else if (attribute.Name == "id")
                attribute.Value = ids[attribute.Value];
            else if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
                attribute.Value = $"url(#{ids[attribute.Value["url(#".Length..].TrimEnd(')')]})";
            else if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#'))
                attribute.Value = $"#{ids[attribute.Value[1..]]}";
        }

        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = false, NewLineChars = "\n" }))
            root.WriteTo(writer);
        return text.ToString();
    }

    // SkiaSharp gives each letter a whole pixel. The text as a whole has its length in the font that it was measured in, also where the
    // reader has another one.
    private static void Straighten(XElement label)
    {
        label.Value = label.Value.Trim();
        var size = float.Parse(label.Attribute("font-size")!.Value, CultureInfo.InvariantCulture);
        foreach (var coordinate in (string[])["x", "y"])
            label.SetAttributeValue(coordinate, label.Attribute(coordinate)!.Value.Split(',')[0]);
        label.SetAttributeValue("textLength", FigureFont.Measure(label.Value, size).ToString("F1", CultureInfo.InvariantCulture));
    }
}
