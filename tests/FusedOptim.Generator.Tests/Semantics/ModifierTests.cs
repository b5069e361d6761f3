using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Weight decay in its kinds, beside both forms of the method.</summary>
public sealed class ModifierTests
{
    private const string Direction =
        "private double Direction(double gradient, double parameter, [State] ref double m) => m = 0.9 * m + gradient * parameter;";

    private const string Update =
        """
        private void Update(ref double parameter, double gradient, [State] ref double m)
        {
            m = 0.9 * m + gradient * parameter;
            parameter -= LearningRate * m;
        }
        """;

    [Theory]
    [InlineData("WeightDecayKind.Decoupled", Direction)]
    [InlineData("WeightDecayKind.L2", Direction)]
    [InlineData("WeightDecayKind.InDirection", Direction)]
    [InlineData("WeightDecayKind.Independent", Direction)]
    [InlineData("WeightDecayKind.Corrected", Direction)]
    [InlineData("WeightDecayKind.Decoupled", Direction, ", Cautious = true")]
    [InlineData("WeightDecayKind.InDirection", Direction, ", Cautious = true")]
    [InlineData("WeightDecayKind.Independent", Direction, ", Cautious = true")]
    [InlineData("WeightDecayKind.Corrected", Direction, ", Cautious = true")]
    [InlineData("WeightDecayKind.Decoupled", Update)]
    [InlineData("WeightDecayKind.Corrected", Update)]
    [InlineData("WeightDecayKind.L2", Update)]
    [InlineData("WeightDecayKind.Independent", Update)]
    public void EveryKindOnEveryTarget(string kind, string method, string cautious = "")
    {
        foreach (var mode in new[] { "Strict", "Deterministic" })
        {
            using var assembly = GeneratorHarness.RunClean($$"""
                using FusedOptim;
                [UpdateRule(FloatMode = FloatMode.{{mode}}), WeightDecay({{kind}}, 0.01{{cautious}})]
                public sealed partial record Rule(double LearningRate = 0.1, double PeakLearningRate = 0.4) { {{method}} }
                """).Load();
            RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(3, 67) with { GradientScales = [0.7] });
        }
    }

    [Fact]
    public void TheOrderOfTheAttributesNeverMatters()
    {
        string[] attributes = ["WeightDecay(WeightDecayKind.L2, 0.01)", "L1(0.3)", "ClipByValue", "Cautious", "Lookahead", "AveragedWeights"];
        var kernels = Kernels(attributes);
        Assert.NotEmpty(kernels);
        Assert.Equal(kernels, Kernels([.. attributes.Reverse()]));

        static string Kernels(string[] attributes) => string.Concat(GeneratorHarness.RunClean($$"""
            using FusedOptim;
            [UpdateRule(FloatMode = FloatMode.Strict), {{string.Join(", ", attributes)}}]
            public sealed partial record Rule(double LearningRate = 0.1) { {{Direction}} }
            """).Sources.Where(source => source.HintName.EndsWith(".Kernels.g.cs", StringComparison.Ordinal))
            .Select(source => WithoutSchema(source.SourceText.ToString())));

        // The hyperparameters of attributes are in their order.
        static string WithoutSchema(string text) => text[..text.IndexOf("/// <summary>Rule as data.", StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("[WeightDecay(0.25), UpdateRule]", "")]
    [InlineData("[WeightDecay] [UpdateRule]", ", double WeightDecay = 0.25")]
    public void TheCoefficientIsAHyperparameterWhereverItStands(string attributes, string hyperparameter)
    {
        using var assembly = GeneratorHarness.RunClean($$"""
            using FusedOptim;
            {{attributes}}
            public sealed partial record Rule(double LearningRate = 0.5{{hyperparameter}}) { private double Direction(double gradient) => gradient; }
            """).Load();
        var rule = assembly.Rule();
        Assert.Equal(0.25, rule.GetHyperparameter("WeightDecay"));
        rule.SetHyperparameter("WeightDecay", 0.5);
        using var run = KernelRun.Create(rule, isSingle: false, KernelTarget.Scalar, length: 1);
        run.Write([8], [1]);
        run.Step(step: 1);
        // (1 − 0.5 · 0.5) · 8 − 0.5 · 1
        Assert.Equal([5.5], run.Read(operand: 0));
    }
}
