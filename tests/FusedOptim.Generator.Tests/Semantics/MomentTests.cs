using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Rules declared by attributes alone.</summary>
public sealed class MomentTests
{
    public static TheoryData<string> Attributes =>
    [
        "FirstMoment",
        "FirstMoment(0.5, Nesterov = true)",
        "FirstMoment(0.9, FirstMomentKind.HeavyBall)",
        "FirstMoment(0.9, FirstMomentKind.HeavyBall, Nesterov = true)",
        "FirstMoment, BiasCorrection",
        .. from kind in new[] { "Average", "Sum", "Maximum", "InfinityNorm", "Belief" }
           from more in new[] { "", ", BiasCorrection", ", WeightDecay(0.01)" }
           select $"FirstMoment, SecondMoment(0.99, SecondMomentKind.{kind}){more}",
        "SecondMoment",
        "SecondMoment(0.9, SecondMomentKind.Sum)",
    ];

    [Theory]
    [MemberData(nameof(Attributes))]
    public void EveryKindOnEveryTarget(string attributes)
    {
        using var assembly = GeneratorHarness.RunClean($"""
            using FusedOptim;
            /// <summary>A rule.</summary>
            [UpdateRule(FloatMode = FloatMode.Strict), {attributes}]
            public sealed partial record Rule;
            """).Load();
        RuleTest.Verify(assembly.Rule(), Inputs.OfLengths(3, 67) with { Steps = [1, 4] });
    }

    [Fact]
    public void AttributesGiveTheBitsOfTheMethodTheyStandFor()
    {
        using var assembly = GeneratorHarness.RunClean(
            """
            using FusedOptim;

            namespace UserProject;

            /// <summary>By attributes.</summary>
            [UpdateRule, FirstMoment(0.9), SecondMoment(0.999), BiasCorrection, WeightDecay(0.01)]
            public sealed partial record ByAttributes;

            /// <summary>By a method.</summary>
            [UpdateRule, WeightDecay(0.01)]
            public sealed partial record ByMethod(
                double LearningRate = 1e-3, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8)
            {
                private double Direction(double gradient, [State] ref double m, [State] ref double v, int step)
                {
                    m = Beta1 * m + (1 - Beta1) * gradient;
                    v = Beta2 * v + (1 - Beta2) * gradient * gradient;
                    var mHat = m / (1 - Math.Pow(Beta1, step));
                    var vHat = v / (1 - Math.Pow(Beta2, step));
                    return mHat / (Math.Sqrt(vHat) + Epsilon);
                }
            }
            """).Load();
        var attributes = assembly.Rule("UserProject.ByAttributes");
        var method = assembly.Rule("UserProject.ByMethod");
        foreach (var hyperparameter in attributes.Schema.Hyperparameters)
            method.SetHyperparameter(hyperparameter.Name, attributes.GetHyperparameter(hyperparameter.Name));
        using var actual = KernelRun.Create(attributes, isSingle: true, KernelTarget.Scalar, length: 131);
        using var expected = KernelRun.Create(method, isSingle: true, KernelTarget.Scalar, length: 131);
        actual.Fill(InputKind.Boundaries, seed: 1);
        expected.Fill(InputKind.Boundaries, seed: 1);
        actual.Step(step: 3);
        expected.Step(step: 3);
        for (var operand = 0; operand < 4; operand++)
            Assert.Equal(expected.Read(operand), actual.Read(operand));
    }
}
