using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Metrics;

namespace FusedOptim.Training.Tests;

public class RegressionReportTests
{
    /// <summary>Targets 1, 2, 3 and 10, 10, 10, row by row; the squares of the errors are 0, 0, 1 and 4, 0, 4.</summary>
    [Fact]
    public void ErrorsAreThoseOfTheFormulas()
    {
        var report = RegressionReport.Compute([1, 8, 2, 10, 4, 12], [1, 10, 2, 10, 3, 10], ["price", "constant"]);
        Assert.Equal("price", report.Targets[0].Name);
        Assert.Equal(1 - 1 / 2.0, report.Targets[0].RSquared, 1e-15);
        Assert.Equal(1 / 3.0, report.Targets[0].MeanAbsoluteError, 1e-15);
        Assert.Equal(Math.Sqrt(1 / 3.0), report.Targets[0].RootMeanSquareError, 1e-15);
        Assert.True(double.IsNaN(report.Targets[1].RSquared));
        Assert.Equal(4 / 3.0, report.Targets[1].MeanAbsoluteError, 1e-15);
        Assert.Equal(Math.Sqrt(8 / 3.0), report.Targets[1].RootMeanSquareError, 1e-15);
        Assert.True(double.IsNaN(report.Mean.RSquared));
        Assert.Equal((1 / 3.0 + 4 / 3.0) / 2, report.Mean.MeanAbsoluteError, 1e-15);
        Assert.Equal((Math.Sqrt(1 / 3.0) + Math.Sqrt(8 / 3.0)) / 2, report.Mean.RootMeanSquareError, 1e-15);
        Assert.Equal(
            """
            target value      R²  mean absolute error  root mean square error
            price         0.5000             0.333333                 0.57735
            constant         NaN              1.33333                 1.63299
            mean             NaN             0.833333                 1.10517
            """,
            report.ToString());
    }

    [Fact]
    public void ErrorsAreInTheUnitsBeforeScaling()
    {
        float[] x = [.. Enumerable.Range(0, 40).Select(i => i / 20f - 1)];
        float[] y = [.. x.SelectMany(value => new[] { 1000 + 300 * value, -5 + value * value })];
        var data = new Dataset(x, y, 40).WithNames(targets: ["price", "offset"]);
        var scaling = TargetScaling.Fit(data);
        var scaled = scaling.Apply(data);
        using var trainer = Trainer.Create(
            new Sequential(new Dense(1, 16), new Tanh(), new Dense(16, 2)), new AdamW(0.01), new SquaredLoss(), seed: 1);
        trainer.Fit(scaled, epochs: 30);
        var report = trainer.EvaluateRegression(scaled, scaling);
        var predictions = scaling.Invert(trainer.Predict(scaled));
        var expected = RegressionReport.Compute(predictions, y, ["price", "offset"]);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(expected.Targets[i].Name, report.Targets[i].Name);
            Assert.Equal(expected.Targets[i].RSquared, report.Targets[i].RSquared, 1e-5);
            Assert.Equal(expected.Targets[i].MeanAbsoluteError, report.Targets[i].MeanAbsoluteError, 1e-4);
            Assert.Equal(expected.Targets[i].RootMeanSquareError, report.Targets[i].RootMeanSquareError, 1e-4);
        }

        Assert.InRange(report.Targets[0].MeanAbsoluteError, 1, 300);
        // R² does not depend on units.
        Assert.Equal(report.Mean.RSquared, trainer.EvaluateRegression(scaled).Mean.RSquared, 1e-6);
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Throws<ArgumentException>("names", () => RegressionReport.Compute([1], [1], []));
        Assert.Throws<ArgumentException>("targets", () => RegressionReport.Compute([], [], ["a"]));
        Assert.Throws<ArgumentException>("targets", () => RegressionReport.Compute([1, 2, 3], [1, 2, 3], ["a", "b"]));
        Assert.Throws<ArgumentException>("predictions", () => RegressionReport.Compute([1], [1, 2], ["a", "b"]));
        using var network = ToyProblem.Model.Build(seed: 1);
        var spirals = ToyProblem.Spirals(6, seed: 1);
        Assert.Throws<ArgumentException>("dataset", () => RegressionReport.Compute(network, spirals));
        var scaling = TargetScaling.Fit(new Dataset([1], [1f], 1));
        Assert.Throws<ArgumentException>(
            "targetScaling", () => RegressionReport.Compute(network, spirals.WithOneHotTargets(), scaling));
    }
}
