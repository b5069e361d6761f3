using System.Globalization;
using System.Text;
using FusedOptim.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace FusedOptim.Generator.Tests.Refusals;

/// <summary>What people who are new to rules get wrong, and what a build prints. Each line must say what to do.</summary>
public sealed class NewcomerTests
{
    private static readonly (string Mistake, string Source)[] s_mistakes =
    [
        ("a plain record",
            """
            using FusedOptim;

            [UpdateRule]
            public record NotPartial(double LearningRate = 0.01)
            {
                private double Direction(double gradient) => gradient;
            }
            """),
        ("memory without [State]",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record NoState(double LearningRate = 0.01, double Momentum = 0.9)
            {
                private double Direction(double gradient, double velocity)
                {
                    velocity = Momentum * velocity + gradient;
                    return velocity;
                }
            }
            """),
        ("names of other libraries",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record OtherNames(double LearningRate = 0.01, double Beta = 0.9)
            {
                private double Direction(double grad, int t, double beta, [State("m")] ref double m)
                {
                    m = beta * m + (1 - beta) * grad;
                    return m / (1 - Math.Pow(beta, t));
                }
            }
            """),
        ("functions of what varies",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record VaryingPower(double LearningRate = 0.01, double P = 0.5)
            {
                private double Direction(double gradient) => Math.Sign(gradient) * Math.Pow(Math.Abs(gradient), P);
            }
            """),
        ("a field as memory",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record WithField(double LearningRate = 0.01)
            {
                private double _velocity;

                private double Direction(double gradient)
                {
                    _velocity = 0.9 * _velocity + gradient;
                    return _velocity;
                }
            }
            """),
        ("arrays and a loop",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record OverArrays(double LearningRate = 0.01)
            {
                private void Update(double[] parameter, double[] gradient)
                {
                    for (var i = 0; i < parameter.Length; i++)
                        parameter[i] -= LearningRate * gradient[i];
                }
            }
            """),
        ("the rate applied twice",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record RateTwice(double LearningRate = 0.01, double Momentum = 0.9)
            {
                private double Direction(double gradient, [State("velocity")] ref double velocity)
                {
                    velocity = Momentum * velocity + LearningRate * gradient;
                    return velocity;
                }
            }
            """),
        ("a range in integers",
            """
            using System.ComponentModel.DataAnnotations;
            using FusedOptim;

            [UpdateRule]
            public sealed partial record IntegerRange(double LearningRate = 0.01, [Range(0, 1)] double Beta = 0.9)
            {
                private double Direction(double gradient, [State("m")] ref double m) => m = Beta * m + (1 - Beta) * gradient;
            }
            """),
        ("a step counted from zero",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record FromZero(double LearningRate = 0.01, double Beta = 0.9)
            {
                private double Direction(double gradient, [State("m")] ref double m, int step)
                {
                    m = Beta * m + (1 - Beta) * gradient;
                    return m / (1 - Math.Pow(Beta, step - 1));
                }
            }
            """),
        ("a sum beside the update",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record NormInside(double LearningRate = 0.01)
            {
                private double Direction(double gradient, [Sum] ref double norm)
                {
                    norm += gradient * gradient;
                    return gradient / Math.Sqrt(norm);
                }
            }
            """),
        ("a rate under another name",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record NoRate(double lr = 0.01)
            {
                private double Direction(double gradient) => gradient;
            }
            """),
        ("a range without its namespace",
            """
            using FusedOptim;

            [UpdateRule]
            public sealed partial record NoUsing([Range(0.0, 1.0)] double LearningRate = 0.01)
            {
                private double Direction(double gradient) => gradient;
            }
            """),
    ];

    [Fact]
    public void WhatABuildPrints()
    {
        var printed = new StringBuilder();
        foreach (var (mistake, source) in s_mistakes)
        {
            var run = GeneratorHarness.Run(source);
            printed.Append(CultureInfo.InvariantCulture, $"{mistake}\n");
            foreach (var diagnostic in run.Reported(DiagnosticSeverity.Warning))
            {
                var place = diagnostic.Location.GetLineSpan().StartLinePosition;
                printed.Append(CultureInfo.InvariantCulture,
                    $"    ({place.Line + 1},{place.Character + 1}): {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n");
            }

            Assert.NotEmpty(run.Reported(DiagnosticSeverity.Warning));
        }

        Snapshot.MatchText(printed.ToString(), "printed");
    }
}
