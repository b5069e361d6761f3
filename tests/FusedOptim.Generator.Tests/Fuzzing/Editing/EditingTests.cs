using FusedOptim.Generator.Tests.Fuzzing.Generation;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace FusedOptim.Generator.Tests.Fuzzing.Editing;

/// <summary>
/// After each of a sequence of random edits, a driver that has seen all of them gives what a fresh one gives: the same sources
/// and the same diagnostics, at the same places.
/// </summary>
public sealed class EditingTests(ITestOutputHelper output)
{
    private const int EditCount = 60;

    private const string OtherFile =
        "namespace UserProject; internal static class Formulas { public static double Blend(double a, double b) => 0.5 * a + 0.5 * b; }";

    private const string UserOfTheOtherFile =
        """
        using FusedOptim;
        namespace UserProject;
        [UpdateRule, L1(0.1)]
        public sealed partial record Blended(double LearningRate = 0.1)
        {
            private void Measure(double gradient, [Sum] ref double total) => total += gradient;
            private void Prepare(double total, [Scalar] ref double drift, out double scale) { drift += total; scale = drift; }
            private double Direction(double gradient, double scale, [State] ref double m) { m = Formulas.Blend(m, gradient); return m * scale; }
        }
        [UpdateRule, FirstMoment(0.9), SecondMoment(0.99), BiasCorrection, WeightDecay(0.1)]
        public sealed partial record Moments;
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    // Seed 4 meets a fault of Roslyn 5.12: after the last [UpdateRule] of a file is removed and the file is edited once more,
    // ForAttributeWithMetadataName forgets the rules of the file after it.
    [InlineData(5)]
    public void TheIncrementalResultIsTheFreshOne(int seed)
    {
        var random = new Random(seed);
        var edits = new RandomEdits(random);
        var texts = new[] { UserOfTheOtherFile, OtherFile, RandomRule.Create(seed).Source, RandomRule.Create(seed + 100).Source };
        var compilation = TestCompilation.Create(texts);
        var trees = texts.Select((_, index) => compilation.SyntaxTrees.First(tree => tree.FilePath == $"Source{index}.cs")).ToArray();
        var driver = GeneratorHarness.CreateDriver().RunGenerators(compilation);
        var (refused, changed) = (0, 0);
        for (var edit = 0; edit < EditCount; edit++)
        {
            var file = random.Next(texts.Length);
            // Mistakes are taken back: a file that is beyond repair has nothing to say.
            var text = random.Next(4) == 0 ? texts[file] : edits.Apply(trees[file].ToString());
            var tree = TestCompilation.Parse(text, trees[file].FilePath);
            compilation = compilation.ReplaceSyntaxTree(trees[file], tree);
            trees[file] = tree;

            var before = Sources(driver);
            driver = driver.RunGenerators(compilation);
            var fresh = GeneratorHarness.CreateDriver().RunGenerators(compilation);
            GeneratorHarness.AssertNoException(driver.GetRunResult());
            var (expected, actual) = ((string[])[.. Sources(fresh), .. Diagnostics(fresh)], (string[])[.. Sources(driver), .. Diagnostics(driver)]);
            Assert.True(expected.SequenceEqual(actual),
                $"After edit {edit}, of file {file}, the fresh result has{Only(expected, actual)}{Environment.NewLine}and the incremental one" +
                $"{Only(actual, expected)}{Environment.NewLine}{string.Join(Environment.NewLine, trees.Select(item => item.ToString()))}");
            changed += Sources(driver).SequenceEqual(before) ? 0 : 1;
            refused += Diagnostics(driver).Length > 0 ? 1 : 0;
        }

        output.WriteLine($"{changed} of {EditCount} edits changed what is generated; after {refused} something was reported.");
        Assert.InRange(changed, EditCount / 10, EditCount);
    }

    private static string Only(string[] some, string[] others) =>
        string.Concat(some.Except(others).Select(text => Environment.NewLine + text[..Math.Min(text.Length, 200)]));

    private static string[] Sources(GeneratorDriver driver) =>
    [
        .. driver.GetRunResult().Results[0].GeneratedSources.Select(source => $"{source.HintName}\n{source.SourceText}")
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Diagnostics(GeneratorDriver driver) =>
        [.. driver.GetRunResult().Diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];
}
