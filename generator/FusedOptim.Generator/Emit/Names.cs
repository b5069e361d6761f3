using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Emit;

/// <summary>Gives out names that are free, keywords escaped.</summary>
internal sealed class Names(params string[] taken)
{
    private readonly HashSet<string> _taken = [.. taken];

    public string Take(string wish)
    {
        var name = wish;
        for (var number = 2; !_taken.Add(name); number++)
            name = wish + number;
        return Escape(name);
    }

    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? "@" + name
            : name;

    /// <summary>A namespace or full name with each part escaped.</summary>
    public static string EscapeAll(string dotted) => string.Join(".", dotted.Split('.').Select(Escape));

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
