using FusedOptim.Execution;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>A bool or an enumeration among the hyperparameters chooses between kernels.</summary>
public sealed class VariantTests
{
    private const string Hyperparameters =
        "double LearningRate = 0.1, bool Nesterov = false, Kind Kind = Kind.Plain, double Momentum = 0.9";

    private const string Members =
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v, int step)
        {
            switch (Kind)
            {
                case Kind.Plain:
                    m = Momentum * m + gradient;
                    break;
                case Kind.Scaled when step > 1:
                    v = Math.Max(v, Math.Abs(gradient));
                    m = gradient / (v + 1);
                    break;
                default:
                    m = gradient;
                    break;
            }

            return Nesterov ? gradient + Momentum * m : Kind is Kind.Sign or Kind.Scaled ? Elementwise.Sign(m) : m;
        }
        }

        /// <summary>A choice.</summary>
        public enum Kind
        {
            /// <summary>Plain.</summary>
            Plain = -1,

            /// <summary>The sign.</summary>
            Sign = 5,

            /// <summary>Scaled.</summary>
            Scaled = 7,
        """;

    [Fact]
    public void EveryCombination()
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(Members, Hyperparameters)).Load();
        foreach (var nesterov in new[] { 0, 1 })
        {
            foreach (var kind in new[] { -1, 5, 7 })
            {
                var rule = assembly.Rule();
                rule.SetHyperparameter("Nesterov", nesterov);
                rule.SetHyperparameter("Kind", kind);
                Assert.Equal(nesterov, rule.GetHyperparameter("Nesterov"));
                Assert.Equal(kind, rule.GetHyperparameter("Kind"));
                RuleTest.Verify(rule, Inputs.OfLengths(3, 67));
            }
        }
    }

    [Fact]
    public void AVariantLeavesAloneTheStateThatItDoesNotUse()
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(Members, Hyperparameters)).Load();
        var rule = assembly.Rule();
        Assert.Contains(rule.Schema.Variants, variant => variant.States is [0]);
        Assert.Contains(rule.Schema.Variants, variant => variant.States is [0, 1]);
        foreach (var target in KernelTargets.Supported)
        {
            using var run = KernelRun.Create(rule, isSingle: false, target, length: 3);
            run.Write([1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]);
            run.Step(step: 2);
            Assert.Equal([10, 11, 12], run.Read(operand: 3));
        }
    }

    [Theory]
    [InlineData("Nesterov", 2)]
    [InlineData("Nesterov", 0.5)]
    [InlineData("Kind", 6)]
    [InlineData("Kind", double.NaN)]
    public void WhatIsNoChoiceIsRefused(string name, double value)
    {
        using var assembly = GeneratorHarness.RunClean(Meaning.Rule(Members, Hyperparameters)).Load();
        var rule = assembly.Rule();
        Assert.Contains(name, Assert.Throws<ArgumentOutOfRangeException>(() => rule.SetHyperparameter(name, value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChoicesInHelpersAndProperties() => Meaning.Check(
        """
        private bool Twice => Strong && !Weak;

        private double Scale(double x) => Twice ? 2 * x : Weak ? x / 2 : x;

        private double Direction(double gradient, [State] ref double m)
        {
            if (Strong == Weak)
                return gradient;
            m = Scale(m) + gradient;
            return Scale(m);
        }
        """, "double LearningRate = 0.1, bool Strong = true, bool Weak = false");
}
