using System.Text.RegularExpressions;

namespace FusedOptim.Generator.Tests.Harness;

/// <summary>The sources of the rules that the runtime ships.</summary>
internal static partial class RuleSources
{
    /// <summary>The file names, without folder and extension.</summary>
    public static IEnumerable<string> Names =>
        [.. Directory.GetFiles(Folder, "*.cs").Order(StringComparer.Ordinal).Select(path => Path.GetFileNameWithoutExtension(path))];

    private static string Folder => Repository.PathOf("runtime", "FusedOptim", "Rules");

    /// <summary>
    /// The text of a file, as a user would have it in a project of his own: in another namespace, so that it does not
    /// collide with the compiled rule, and with the usings that the runtime's project adds.
    /// </summary>
    public static string Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".cs"));
        return "using FusedOptim;\nusing FusedOptim.Rules;\n" + NamespaceDeclaration().Replace(text, "namespace UserProject.Rules;");
    }

    /// <summary>The text of a file with <c>FloatMode.Strict</c> added to its attribute.</summary>
    public static string ReadStrict(string name)
    {
        var text = Read(name);
        var strict = text.Replace("[UpdateRule", "[UpdateRule(FloatMode = FloatMode.Strict)", StringComparison.Ordinal);
        Assert.NotEqual(text, strict);
        return strict;
    }

    [GeneratedRegex(@"^namespace [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();
}
