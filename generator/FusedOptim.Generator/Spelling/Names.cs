using Microsoft.CodeAnalysis.CSharp;

namespace FusedOptim.Generator.Spelling;

/// <summary>Gives out names that are free, keywords escaped.</summary>
internal sealed class Names
{
    private static readonly HashSet<string> None = [];

    private readonly HashSet<string> _reserved;
    private readonly HashSet<string> _taken;
    private readonly Dictionary<string, int> _numbers = [];

    /// <param name="taken">Names that are not given out.</param>
    public Names(params string[] taken)
        : this(taken, None)
    {
    }

    /// <param name="taken">Names that are not given out.</param>
    /// <param name="reserved">More of them, in a set that is shared and only read.</param>
    public Names(IReadOnlyCollection<string> taken, HashSet<string> reserved) => (_reserved, _taken) = (reserved, [.. taken]);

    public string Take(string wish) => Escape(TakePart(wish));

    /// <summary>Gives out what is a part of a name, and no keyword therefore.</summary>
    public string TakePart(string wish)
    {
        var name = wish;
        // Counting goes on where it stopped: a long rule has thousands of values without a name.
        var number = _numbers.TryGetValue(wish, out var last) ? last : 1;
        while (_reserved.Contains(name) || !_taken.Add(name))
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
