using FusedOptim.Generator.Tests.Functions;
using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Robustness;

/// <summary>A generator never throws, however broken the code being typed is.</summary>
public sealed class BrokenSourceTests
{
    private static readonly string Function = FunctionSources.Declare(
        """
        private double Value(double output, double target)
        {
            var error = output - target;
            if (IsSquared && Math.Abs(error) <= Delta)
                return 0.5 * Elementwise.Square(error);
            return Elementwise.Pow(Math.Max(Scaled(error), 0), Power) + (error switch { > 1 => 1, _ => Elementwise.Tanh(error) });
        }

        private double Scaled(double x) => Delta * x;
        """,
        "[Range(0.0, 2.0)] double Delta = 1, int Power = 2, bool IsSquared = true");

    public static TheoryData<string> Names => [.. RuleSources.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryPrefixGoesThrough(string name) => CheckPrefixes(RuleSources.Read(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void DamageGoesThrough(string name) => CheckDamage(RuleSources.Read(name), name.Length * 1000 + name[0], damages: 40);

    /// <summary>All phases, modifiers, variants, and rules by attributes alone: what no shipped rule has together.</summary>
    [Fact]
    public void DamageOfRandomRulesGoesThrough()
    {
        const int Rules = 40;
        foreach (var seed in Enumerable.Range(1, Rules))
            CheckDamage((seed % 4 == 0 ? RandomRule.CreateWithRows(seed) : RandomRule.Create(seed)).Source, seed, damages: 12);
    }

    [Fact]
    public void FunctionsGoThrough()
    {
        CheckPrefixes(Function);
        CheckDamage(Function, seed: 1, damages: 200);
    }

    [Theory]
    [InlineData("")]
    [InlineData("private double Value(double x) { }")]
    [InlineData("private double Value(double x);")]
    [InlineData("private double Value(double) => 1;")]
    [InlineData("private double Value(double x, double x) => x;")]
    [InlineData("private double Value(missing x) => 1;")]
    [InlineData("private double Value(double x) => missing;")]
    [InlineData("private partial double Value(double x);")]
    [InlineData("private missing Value(double x) => x;")]
    [InlineData("private double Value = 3;")]
    [InlineData("private double Value(double x) { if (x > 0) return x; }")]
    [InlineData("private double Value(double x) => throw new Exception();")]
    public void FunctionsThatDoNotCompileGoThrough(string members) =>
        new EditingSession("").Replace(FunctionSources.Declare(members));

    private static void CheckPrefixes(string source)
    {
        var session = new EditingSession(source);
        foreach (var token in TokenDamage.TokensOf(source))
            session.Replace(source[..token.Span.End]);
    }

    private static void CheckDamage(string source, int seed, int damages)
    {
        var tokens = TokenDamage.TokensOf(source);
        var session = new EditingSession(source);
        var random = new Random(seed);
        for (var i = 0; i < damages; i++)
            session.Replace(TokenDamage.Apply(tokens, random, blows: random.Next(1, 4)));
    }
}
