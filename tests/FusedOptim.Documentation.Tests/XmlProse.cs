using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FusedOptim.Documentation.Tests;

/// <summary>Documentation comments as Markdown.</summary>
internal static partial class XmlProse
{
    public static string Of(XElement element) => Spaces().Replace(string.Concat(element.Nodes().Select(Of)), " ").Trim().Replace("|", "\\|");

    private static string Of(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement inline when Reference(inline) is { } reference => $"`{reference}`",
        XElement other => other.Value,
        XText plain => plain.Value,
        _ => "",
    };

    private static string? Reference(XElement element) =>
        element.Attribute("cref")?.Value.Split('.')[^1].Replace("Attribute", "", StringComparison.Ordinal) ??
        element.Attribute("langword")?.Value ?? element.Attribute("name")?.Value;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
