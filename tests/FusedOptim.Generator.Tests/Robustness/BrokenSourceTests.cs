using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>A generator never throws, however broken the code being typed is.</summary>
public sealed class BrokenSourceTests
{
    public static TheoryData<string> Names => RuleSources.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPrefixGoesThrough(string name)
    {
        var source = RuleSources.Read(name);
        var session = new EditingSession(source);
        foreach (var token in Tokens(source))
            session.Replace(source[..token.Span.End]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void DamageGoesThrough(string name)
    {
        const int Damages = 40;
        var source = RuleSources.Read(name);
        var tokens = Tokens(source);
        var session = new EditingSession(source);
        var random = new Random(name.Length * 1000 + name[0]);
        for (var i = 0; i < Damages; i++)
        {
            var texts = tokens.Select(token => token.ToFullString()).ToList();
            for (var blow = random.Next(1, 4); blow > 0; blow--)
                Damage(texts, random);
            session.Replace(string.Concat(texts));
        }
    }

    /// <summary>All phases, modifiers, variants, and rules by attributes alone: what no shipped rule has together.</summary>
    [Fact]
    public void DamageOfRandomRulesGoesThrough()
    {
        const int Rules = 40;
        const int DamagesOfARule = 12;
        foreach (var seed in Enumerable.Range(1, Rules))
        {
            var source = RandomRule.Create(seed).Source;
            var tokens = Tokens(source);
            var session = new EditingSession(source);
            var random = new Random(seed);
            for (var i = 0; i < DamagesOfARule; i++)
            {
                var texts = tokens.Select(token => token.ToFullString()).ToList();
                for (var blow = random.Next(1, 4); blow > 0; blow--)
                    Damage(texts, random);
                session.Replace(string.Concat(texts));
            }
        }
    }

    private static void Damage(List<string> tokens, Random random)
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

    private static List<SyntaxToken> Tokens(string source) =>
        [.. TestCompilation.Parse(source, "Tokens.cs").GetRoot().DescendantTokens()];
}
