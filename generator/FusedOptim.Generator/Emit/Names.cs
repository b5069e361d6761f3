using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Emit;

/// <summary>Gives out names that are free, keywords escaped.</summary>
internal sealed class Names(params string[] taken)
{
    private readonly HashSet<string> _taken = [.. taken];
    private readonly Dictionary<string, int> _numbers = [];

    public string Take(string wish) => Escape(TakePart(wish));

    /// <summary>Gives out what is a part of a name, and no keyword therefore.</summary>
    public string TakePart(string wish)
    {
        var name = wish;
        // Counting goes on where it stopped: a long rule has thousands of values without a name.
        var number = _numbers.TryGetValue(wish, out var last) ? last : 1;
        while (!_taken.Add(name))
            name = wish + ++number;
        _numbers[wish] = number;
        return name;
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
