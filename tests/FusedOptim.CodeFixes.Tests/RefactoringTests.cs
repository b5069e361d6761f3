namespace FusedOptim.CodeFixes.Tests;

public sealed class RefactoringTests
{
    [Theory]
    [InlineData("public record R", "public sealed partial record R")]
    [InlineData("public partial record R", "public sealed partial record R")]
    [InlineData("sealed record R", "sealed partial record R")]
    [InlineData("record R", "sealed partial record R")]
    public async Task MakesARuleASealedPartialRecord(string before, string after)
    {
        var offer = await Editor.OfferAsync(
            new MakeSealedPartialRecord(), $"using FusedOptim;\n\n[UpdateRule]\n{before}$(double LearningRate = 1);\n");
        Assert.Equal("Make 'R' a sealed partial record", offer?.Title);
        Assert.Equal($"using FusedOptim;\n\n[UpdateRule]\n{after}(double LearningRate = 1);\n", offer?.Text);
    }

    [Fact]
    public async Task OffersNothingWhereNothingIsMissing() => Assert.Null(await Editor.OfferAsync(
        new MakeSealedPartialRecord(), "[FusedOptim.UpdateRule] public sealed partial record $R(double LearningRate = 1);"));

    [Fact]
    public async Task OffersNothingOutsideRules() => Assert.Null(await Editor.OfferAsync(
        new WriteDouble(), "public record $R(float Rate = 0.5f);"));

    [Fact]
    public async Task WritesARuleInDouble()
    {
        var offer = await Editor.OfferAsync(new WriteDouble(), """
            using System;
            using FusedOptim;

            [UpdateRule]
            public sealed partial record $R(float LearningRate = 1e-3f)
            {
                private float Direction(float gradient) => MathF.Sqrt(gradient * 0.5F); // half
            }
            """);
        Assert.Equal("Write 'R' in double", offer?.Title);
        Assert.Equal("""
            using System;
            using FusedOptim;

            [UpdateRule]
            public sealed partial record R(double LearningRate = 1e-3)
            {
                private double Direction(double gradient) => Math.Sqrt(gradient * 0.5); // half
            }
            """.ReplaceLineEndings("\n"), offer?.Text);
    }

    [Fact]
    public async Task WritesARangeInDoubles()
    {
        var offer = await Editor.OfferAsync(new WriteRangeInDoubles(), """
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            [UpdateRule]
            public sealed partial record R([Ra$nge(0, 1, MaximumIsExclusive = true)] double LearningRate = 0.5);
            """);
        Assert.Contains("[Range(0.0, 1.0, MaximumIsExclusive = true)] double LearningRate", offer?.Text);
    }

    [Fact]
    public async Task LeavesTheRangeOfAnIntAlone() => Assert.Null(await Editor.OfferAsync(new WriteRangeInDoubles(), """
        using System.ComponentModel.DataAnnotations;
        [FusedOptim.UpdateRule]
        public sealed partial record R([Ra$nge(0, 1)] int Steps = 1);
        """));

    [Theory]
    [InlineData("Range(0.0, double.MaxValue)", "double", "NonNegative")]
    [InlineData("Range(0, double.MaxValue, MinimumIsExclusive=true)", "double", "Positive")]
    [InlineData("Range(0.0, 1, MaximumIsExclusive = true)", "double", "DecayRate")]
    [InlineData("Range(0, int.MaxValue)", "int", "NonNegative")]
    [InlineData("Range(1, int.MaxValue)", "int", "Positive")]
    [InlineData("Range(0.0, 1.0)", "double", null)]
    [InlineData("Range(0.0, 1.0, MinimumIsExclusive = true)", "double", null)]
    [InlineData("Range(1, 10)", "int", null)]
    public async Task NamesARange(string range, string type, string? name)
    {
        string Rule(string attribute) => $$"""
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            [UpdateRule]
            public sealed partial record R([{{attribute}}] {{type}} LearningRate = 1);
            """.ReplaceLineEndings("\n");
        var offer = await Editor.OfferAsync(new NameRange(), Rule(range.Replace("Range", "Ra$nge", StringComparison.Ordinal)));
        Assert.Equal(name is null ? null : $"Write '[{name}]'", offer?.Title);
        if (name is not null)
            Assert.Equal(Rule(name), offer?.Text);
    }

    [Theory]
    [InlineData("[State]", "[State(\"m\")]")]
    [InlineData("[State(Initial = \"parameter\")]", "[State(\"m\", Initial = \"parameter\")]")]
    public async Task NamesAState(string before, string after)
    {
        var offer = await Editor.OfferAsync(new NameState(), $$"""
            using FusedOptim;

            [UpdateRule]
            public sealed partial record R(double LearningRate = 1)
            {
                private double Direction(double gradient, {{before}} ref double $m) => m = m + gradient;
            }
            """);
        Assert.Equal("Name the key of state 'm'", offer?.Title);
        Assert.Contains($"{after} ref double m", offer?.Text);
    }

    [Fact]
    public async Task ExpandsMomentsToTheMethodThatTheyStandFor()
    {
        var offer = await Editor.OfferAsync(new ExpandToMethod(), """
            using System;
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            namespace Rules;

            /// <summary>Adam with decoupled weight decay.</summary>
            [UpdateRule, FirstMoment(0.9), SecondMoment(0.999), BiasCorrection, WeightDecay(0.01)]
            public sealed partial record $MyAdamW;
            """);
        Assert.Equal("Expand to a method", offer?.Title);
        Assert.Equal("""
            using System;
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            namespace Rules;

            /// <summary>Adam with decoupled weight decay.</summary>
            [UpdateRule, WeightDecay(0.01)]
            public sealed partial record MyAdamW(
                [NonNegative] double LearningRate = 0.001,
                [DecayRate] double Beta1 = 0.9,
                [DecayRate] double Beta2 = 0.999,
                [Range(1e-22, double.MaxValue)] double Epsilon = 1e-8)
            {
                private double Direction(
                    double gradient,
                    [State("exp_avg")] ref double m,
                    [State("exp_avg_sq")] ref double v,
                    int step)
                {
                    m = Beta1 * m + (1 - Beta1) * gradient;
                    v = Beta2 * v + (1 - Beta2) * gradient * gradient;
                    var mHat = m / (1 - Math.Pow(Beta1, step));
                    var vHat = v / (1 - Math.Pow(Beta2, step));
                    return mHat / (Math.Sqrt(vHat) + Epsilon);
                }
            }
            """.ReplaceLineEndings("\n"), offer?.Text.TrimEnd('\n'));
    }

    [Fact]
    public async Task OffersNoMethodWhereThereIsOne() => Assert.Null(await Editor.OfferAsync(new ExpandToMethod(), """
        using FusedOptim;
        [UpdateRule]
        public sealed partial record $R(double LearningRate = 1)
        {
            private static double Direction(double gradient) => gradient;
        }
        """));
}
