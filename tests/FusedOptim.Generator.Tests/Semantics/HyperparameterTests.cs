using System.Globalization;
using System.Reflection;
using FusedOptim.Generator.Tests.Harness;

namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Hyperparameters are checked against their ranges wherever they are set.</summary>
public sealed class HyperparameterTests
{
    private const string Source =
        """
        using System.ComponentModel.DataAnnotations;
        using FusedOptim;

        /// <summary>A rule.</summary>
        [UpdateRule]
        public sealed partial record Rule(
            double LearningRate = 0.1,
            [Range(0.0, 1.0, MaximumIsExclusive = true)] double Beta = 0.5,
            [Range(0.0, 1.0, MinimumIsExclusive = true)] double Gamma = 0.5,
            [Range(1.0, 10.0)] int Count = 2,
            [Range(0.0, double.MaxValue)] double Delta = 1)
        {
            private double Direction(double gradient) => gradient * Beta * Gamma * Delta / Count;
        }
        """;

    [Theory]
    [InlineData("LearningRate", double.NaN, false)]
    [InlineData("LearningRate", double.PositiveInfinity, false)]
    [InlineData("LearningRate", double.NegativeInfinity, false)]
    [InlineData("LearningRate", -1e300, true)]
    [InlineData("Beta", 0.0, true)]
    [InlineData("Beta", 1.0, false)]
    [InlineData("Beta", 0.99999999999999989, true)]
    [InlineData("Beta", -double.Epsilon, false)]
    [InlineData("Beta", double.NaN, false)]
    [InlineData("Gamma", 0.0, false)]
    [InlineData("Gamma", double.Epsilon, true)]
    [InlineData("Gamma", 1.0, true)]
    [InlineData("Gamma", 1.0000000000000002, false)]
    [InlineData("Count", 0, false)]
    [InlineData("Count", 1, true)]
    [InlineData("Count", 10, true)]
    [InlineData("Count", 11, false)]
    [InlineData("Delta", double.MaxValue, true)]
    [InlineData("Delta", double.PositiveInfinity, false)]
    [InlineData("Delta", double.NaN, false)]
    public void EverySetterChecks(string name, object value, bool isAllowed)
    {
        using var assembly = GeneratorHarness.RunClean(Source).Load();
        var rule = assembly.Rule();
        var property = rule.GetType().GetProperty(name)!;
        var before = property.GetValue(rule);
        foreach (var set in new Action[]
        {
            () => property.SetValue(rule, value),
            () => rule.SetHyperparameter(name, Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            () => assembly.Rule(null, (name, value)),
        })
        {
            var exception = Record.Exception(set);
            if (exception is TargetInvocationException { InnerException: { } inner })
                exception = inner;
            if (isAllowed)
            {
                Assert.Null(exception);
                continue;
            }

            var refused = Assert.IsType<ArgumentOutOfRangeException>(exception);
            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
            Assert.Contains(Convert.ToString(value, CultureInfo.InvariantCulture)!, refused.Message, StringComparison.Ordinal);
            Assert.Equal(before, property.GetValue(rule));
        }
    }

    [Theory]
    [InlineData("[NonNegative] double", "[Range(0.0, double.MaxValue)] double", "at least 0 and finite")]
    [InlineData("[Positive] double", "[Range(0.0, double.MaxValue, MinimumIsExclusive = true)] double", "greater than 0 and finite")]
    [InlineData("[DecayRate] double", "[Range(0.0, 1.0, MaximumIsExclusive = true)] double", "at least 0 and less than 1")]
    [InlineData("[NonNegative] int", "[Range(0, int.MaxValue)] int", "at least 0 and at most 2147483647")]
    [InlineData("[Positive] int", "[Range(1, int.MaxValue)] int", "at least 1 and at most 2147483647")]
    public void ARangeWithANameIsTheRangeThatItNames(string named, string bounds, string allowed)
    {
        using var first = GeneratorHarness.RunClean(Of(named)).Load();
        using var second = GeneratorHarness.RunClean(Of(bounds)).Load();
        var (schema, other) = (first.Rule().Schema.Hyperparameters[1], second.Rule().Schema.Hyperparameters[1]);
        Assert.Equal(allowed, schema.Allowed);
        Assert.Equal(
            (other.Minimum, other.Maximum, other.MinimumIsExclusive, other.MaximumIsExclusive, other.Default, other.IsInteger),
            (schema.Minimum, schema.Maximum, schema.MinimumIsExclusive, schema.MaximumIsExclusive, schema.Default, schema.IsInteger));

        static string Of(string declaration) =>
            $$"""
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            /// <summary>A rule.</summary>
            [UpdateRule]
            public sealed partial record Rule(double LearningRate = 0.1, {{declaration}} A = {{(declaration.EndsWith("int", StringComparison.Ordinal) ? "1" : "0.5")}})
            {
                private double Direction(double gradient) => gradient * A;
            }
            """;
    }

    [Fact]
    public void CopiesAreIndependentAndEqualUntilChanged()
    {
        using var assembly = GeneratorHarness.RunClean(Source).Load();
        var rule = assembly.Rule();
        var copy = rule.GetType().GetInterfaces().Single(face => face.Name.StartsWith("IUpdateRule", StringComparison.Ordinal))
            .GetMethod("Copy")!.Invoke(rule, null)!;
        Assert.NotSame(rule, copy);
        Assert.Equal(rule, copy);
        rule.SetHyperparameter("Beta", 0.25);
        Assert.NotEqual(rule, copy);
    }

    [Fact]
    public void TheSchemaSaysWhatWasDeclared()
    {
        using var assembly = GeneratorHarness.RunClean(Source).Load();
        var schema = assembly.Rule().Schema;
        Assert.Equal("Rule", schema.Name);
        Assert.Equal(["LearningRate", "Beta", "Gamma", "Count", "Delta"], schema.Hyperparameters.Select(one => one.Name));
        Assert.Equal([0.1, 0.5, 0.5, 2, 1], schema.Hyperparameters.Select(one => one.Default));
        Assert.Equal([false, false, false, true, false], schema.Hyperparameters.Select(one => one.IsInteger));
        Assert.Equal("at least 0 and less than 1", schema.Hyperparameters[1].Allowed);
        Assert.Equal("greater than 0 and at most 1", schema.Hyperparameters[2].Allowed);
        Assert.Equal("finite", schema.Hyperparameters[0].Allowed);
    }
}
