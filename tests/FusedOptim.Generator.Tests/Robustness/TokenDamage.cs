using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>Random damage to the tokens of a source: some are lost, doubled, exchanged, or replaced by others.</summary>
internal static class TokenDamage
{
    /// <summary>The tokens of a source.</summary>
    public static List<SyntaxToken> TokensOf(string source) =>
        [.. TestCompilation.Parse(source, "Tokens.cs").GetRoot().DescendantTokens()];

    /// <summary>The text of tokens after so many blows.</summary>
    public static string Apply(IReadOnlyList<SyntaxToken> tokens, Random random, int blows)
    {
        var texts = tokens.Select(token => token.ToFullString()).ToList();
        for (var blow = 0; blow < blows; blow++)
            Strike(texts, random);
        return string.Concat(texts);
    }

    private static void Strike(List<string> tokens, Random random)
    {
        var (place, other) = (random.Next(tokens.Count), random.Next(tokens.Count));
        switch (random.Next(4))
        {
            case 0:
                tokens.RemoveAt(place);
                break;
            case 1:
                tokens.Insert(place, tokens[place]);
                break;
            case 2:
                (tokens[place], tokens[other]) = (tokens[other], tokens[place]);
                break;
            default:
                tokens[place] = tokens[other];
                break;
        }
    }
}
