namespace FusedOptim.Generator.Tests.Fuzzing.Generation;

/// <summary>A random rule.</summary>
/// <param name="Seed">The seed that makes it.</param>
/// <param name="Source">A file with the record and what it needs.</param>
/// <param name="Namespace">The namespace that the file declares.</param>
internal sealed record RandomRule(int Seed, string Source, string Namespace = RandomRule.UserNamespace)
{
    private const string UserNamespace = "UserProject";

    /// <summary>The full name of the record.</summary>
    public string Name => $"{Namespace}.Rule{Seed}";

    /// <summary>The same file in another namespace, so that several versions of a rule can be compiled together.</summary>
    public RandomRule In(string space) => this with
    {
        Namespace = space,
        Source = Source.Replace($"namespace {Namespace};", $"namespace {space};", StringComparison.Ordinal),
    };

    /// <summary>Makes a rule; the same seed makes the same one.</summary>
    public static RandomRule Create(int seed)
    {
        var random = new Random(seed);
        return new(seed, random.Next(100) < 8 ? ByAttributes(seed, random, seesRows: false) : new RandomMethods(seed, random, seesRows: false).Source());
    }

    /// <summary>Makes a rule of several phases that see rows and columns.</summary>
    public static RandomRule CreateWithRows(int seed)
    {
        var random = new Random(seed);
        return new(seed, random.Next(100) < 8 ? ByAttributes(seed, random, seesRows: true) : new RandomMethods(seed, random, seesRows: true).Source());
    }

    private static string ByAttributes(int seed, Random random, bool seesRows)
    {
        var expressions = new RandomExpressions(random);
        var attributes = new RandomAttributes(expressions, seesRows);
        var all = attributes.Moments();
        all.AddRange(attributes.Modifiers(hasDirection: true, canMeasure: true, canKeepAverage: true, canDeclare: false, canLookAhead: true));
        return $$"""
            using FusedOptim;

            namespace UserProject;

            [{{Rule(expressions)}}, {{Shuffled(random, all)}}]
            public sealed partial record Rule{{seed}};

            """;
    }

    public static string Rule(RandomExpressions expressions) =>
        expressions.Pick(["UpdateRule(FloatMode = FloatMode.Strict)", "UpdateRule(FloatMode = FloatMode.Strict)", "UpdateRule"]);

    public static string Shuffled(Random random, IEnumerable<string> attributes)
    {
        var all = attributes.ToArray();
        random.Shuffle(all);
        return string.Join(", ", all);
    }
}
