using FusedOptim.Samples.Rules;

namespace FusedOptim.Samples.Tests.Rules;

/// <summary>The sample that declares rules.</summary>
public class RulesTests
{
    private const int Steps = 100;

    private static readonly Dictionary<string, (IUpdateRule Rule, Func<Model, PaperStep> Loop)> s_rules = new()
    {
        ["Ranger"] = (new Ranger { LearningRate = 1e-2 }, PaperLoops.Ranger),
        ["Adai"] = (new Adai { LearningRate = 0.1 }, PaperLoops.Adai),
        ["Madgrad"] = (new Madgrad(), PaperLoops.Madgrad),
        ["AdaNorm"] = (new AdaNorm { LearningRate = 1e-2 }, PaperLoops.AdaNorm),
        ["AdamAtan2"] = (new AdamAtan2 { LearningRate = 1e-2, WeightDecay = 0.1 }, PaperLoops.AdamAtan2),
        ["StableSpam"] = (new StableSpam { LearningRate = 1e-2, Interval = 30 }, PaperLoops.StableSpam),
        ["DoG"] = (new DoG { RelativeDistance = 1e-2 }, PaperLoops.DoG),
    };

    public static TheoryData<string> Names => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void GoesWhereThePaperGoes(string name)
    {
        var model = new Model();
        var (rule, loop) = s_rules[name];
        var (step, expected) = (loop(model), model.Copy());
        using var set = new ParameterSet<double>();
        Parameter<double>[] parameters = [.. model.Shapes.Select((shape, index) => set.Add($"{index}", ParameterKind.Weight, shape))];
        for (var tensor = 0; tensor < parameters.Length; tensor++)
            expected[tensor].CopyTo(parameters[tensor].Values);
        using var optimizer = Optimizer.Create(set, rule);
        var random = new Random(2);
        for (var number = 1; number <= Steps; number++)
        {
            double[][] gradients = [.. expected.Select(values => values.Select(value => Gradient(random, value, number)).ToArray())];
            for (var tensor = 0; tensor < parameters.Length; tensor++)
                gradients[tensor].CopyTo(parameters[tensor].Gradients);
            step(number, expected, gradients);
            optimizer.Step();
            for (var tensor = 0; tensor < parameters.Length; tensor++)
                AssertNear(expected[tensor], parameters[tensor].Values);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EachIsAtMost30Lines(string name)
    {
        var lines = File.ReadLines(SourceOf(name)).SkipWhile(line => !line.StartsWith("[UpdateRule", StringComparison.Ordinal));
        Assert.InRange(lines.Count(line => line.Trim().Length > 0), 5, 30);
    }

    [Fact]
    public void TheTableFitsATerminalAndEveryLossComesDown()
    {
        var (exitCode, output) = SampleProgram.Run("Rules");
        Assert.Equal(0, exitCode);
        var lines = output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
        var rows = lines[^s_rules.Count..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(s_rules.Keys, rows.Select(row => row[0]));
        Assert.All(rows, row => Assert.InRange(Loss(row[^1]), 0, Loss(row[^4]) / 30));
    }

    // Of a bowl, with noise, and a spike now and then.
    private static double Gradient(Random random, double value, int step) =>
        (value + random.NextDouble() - 0.5) * (step % 20 == 7 && random.Next(5) == 0 ? 30 : 1);

    private static double Loss(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string SourceOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FusedOptim.sln")))
            folder = folder.Parent!;
        return Path.Combine(folder.FullName, "samples", "Rules", name + ".cs");
    }

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-10 * Math.Max(1, Math.Abs(expected[i])));
    }
}
