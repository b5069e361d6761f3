using System.Text.RegularExpressions;

namespace FusedOptim.Documentation.Tests;

/// <summary>A page of docs/diagnostics: its heading and its examples.</summary>
internal sealed partial record DiagnosticPage(string Id, string Heading, string? Failing, string? Mended)
{
    /// <summary>The folder of the pages.</summary>
    public static string Folder => Repository.PathOf("docs", "diagnostics");

    /// <summary>The ids that have a page.</summary>
    public static IEnumerable<string> Ids => Directory.GetFiles(Folder, "FOPT*.md")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    /// <summary>The ids of warnings that a build gives, and not the generator.</summary>
    public static IEnumerable<string> BuildIds => BuildCode()
        .Matches(File.ReadAllText(Repository.PathOf("runtime", "FusedOptim", "buildTransitive", "FusedOptim.targets")))
        .Select(match => match.Groups["id"].Value);

    /// <summary>Reads the page of an id.</summary>
    public static DiagnosticPage Read(string id)
    {
        var text = File.ReadAllText(Path.Combine(Folder, id + ".md"));
        return new(id, text.Split('\n')[0], Example(text, "Failing"), Example(text, "Mended"));
    }

    /// <summary>The numbers of the lines that a comment says the diagnostic is on, counted from 0.</summary>
    public IEnumerable<int> FailingLines => Failing!.Split('\n').Index()
        .Where(line => line.Item.EndsWith("// " + Id, StringComparison.Ordinal)).Select(line => line.Index);

    private static string? Example(string text, string heading) =>
        Fence().Matches(text).FirstOrDefault(match => match.Groups["heading"].Value == heading)?.Groups["code"].Value;

    [GeneratedRegex("Code=\"(?<id>FOPT\\d+)\"")]
    private static partial Regex BuildCode();

    [GeneratedRegex(@"^## (?<heading>\w+)\n\n```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
