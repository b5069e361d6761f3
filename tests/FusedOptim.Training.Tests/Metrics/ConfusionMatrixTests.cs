using FusedOptim.Rules;
using FusedOptim.Training.Data;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Metrics;

namespace FusedOptim.Training.Tests;

public class ConfusionMatrixTests
{
    private static readonly int[] Labels = [0, 0, 1, 1, 2, 2, 2, 9];
    private static readonly int[] Predictions = [0, 1, 1, 1, 2, 0, -1, 1];

    private static readonly ConfusionMatrix Matrix = new(Labels, Predictions, ["ant", "bee", "cat", "dog"], ignoredLabel: 9);

    [Fact]
    public void CountsAreThoseOfThePairs()
    {
        Assert.Equal(7, Matrix.Count);
        Assert.Equal((1, 1, 0), (Matrix[0, 0], Matrix[0, 1], Matrix[0, 2]));
        Assert.Equal((0, 2, 0), (Matrix[1, 0], Matrix[1, 1], Matrix[1, 2]));
        Assert.Equal((1, 0, 1), (Matrix[2, 0], Matrix[2, 1], Matrix[2, 2]));
        Assert.Equal((1, 0, 1), (Matrix.UnclassifiedCount, Matrix.GetUnclassifiedCount(1), Matrix.GetUnclassifiedCount(2)));
        Assert.Equal(4 / 7.0, Matrix.Accuracy);
    }

    /// <summary>Derived by hand.</summary>
    [Fact]
    public void ScoresAreThoseOfScikitLearn()
    {
        Assert.Equal(new ClassScores(1 / 2.0, 1 / 2.0, 1 / 2.0, 2), Matrix.Classes[0]);
        Assert.Equal(new ClassScores(2 / 3.0, 1, 4 / 5.0, 2), Matrix.Classes[1]);
        Assert.Equal(new ClassScores(1, 1 / 3.0, 1 / 2.0, 3), Matrix.Classes[2]);
        // 0/0 is 0, and a class that does not occur is not in the macro mean.
        Assert.Equal(new ClassScores(0, 0, 0, 0), Matrix.Classes[3]);
        Assert.Equal(13 / 18.0, Matrix.MacroMean.Precision, 1e-15);
        Assert.Equal(11 / 18.0, Matrix.MacroMean.Recall, 1e-15);
        Assert.Equal(1.8 / 3, Matrix.MacroMean.F1, 1e-15);
        Assert.Equal(16 / 21.0, Matrix.WeightedMean.Precision, 1e-15);
        Assert.Equal(4 / 7.0, Matrix.WeightedMean.Recall, 1e-15);
        Assert.Equal((2 * 0.5 + 2 * 0.8 + 3 * 0.5) / 7, Matrix.WeightedMean.F1, 1e-15);
    }

    [Fact]
    public void TheTextHasATableOfScoresAndATableOfCounts()
    {
        Assert.Equal(
            """
               class          precision  recall     F1  examples
            0  ant                0.500   0.500  0.500         2
            1  bee                0.667   1.000  0.800         2
            2  cat                1.000   0.333  0.500         3
            3  dog                0.000   0.000  0.000         0
               macro mean         0.722   0.611  0.600         7
               weighted mean      0.762   0.571  0.586         7
               accuracy                          0.571         7

               class \ predicted  0  1  2  3  none
            0  ant                1  1  ·  ·     ·
            1  bee                ·  2  ·  ·     ·
            2  cat                1  ·  1  ·     1
            3  dog                ·  ·  ·  ·     ·
            """,
            Matrix.ToString());
    }

    [Fact]
    public void ManyClassesWithLongNamesStayReadable()
    {
        var labels = Enumerable.Range(0, 3000).Select(i => i % 30).ToArray();
        var names = Enumerable.Range(0, 30).Select(i => $"{i} a name\nthat is {new string('x', 100)} long").ToArray();
        var lines = new ConfusionMatrix(labels, labels, names).ToString().Split('\n');
        Assert.Equal(30 + 4 + 1 + 31, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 150));
        Assert.Contains(lines, line => line.StartsWith("0   0 a name that is xxxxxx…", StringComparison.Ordinal));
        Assert.DoesNotContain("none", lines[36], StringComparison.Ordinal);
    }

    [Fact]
    public void ATrainerLeavesOutWhatTheDataOrTheLossIgnores()
    {
        var spirals = ToyProblem.Spirals(60, seed: 1);
        var labels = spirals.Labels.ToArray();
        for (var row = 0; row < 60; row += 4)
            labels[row] = -1;
        var partial = new Dataset(spirals.Features.ToArray(), labels, 3, ignoredLabel: -1).WithNames(classes: ["a", "b", "c"]);
        using var trainer = Trainer.Create(ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(ignoredLabel: -1), seed: 1);
        trainer.Fit(partial, epochs: 5);
        var matrix = trainer.ComputeConfusionMatrix(partial);
        Assert.Equal(["a", "b", "c"], matrix.ClassNames);
        Assert.Equal((45, 0), (matrix.Count, matrix.UnclassifiedCount));
        Assert.Equal(trainer.Evaluate(partial).Accuracy, matrix.Accuracy);
        Assert.Equal(matrix.ToString(), ConfusionMatrix.Compute(trainer.Network, partial).ToString());

        using var ignoring = Trainer.Create(ToyProblem.Model, new AdamW(0.01), new SoftmaxCrossEntropy(ignoredLabel: 0), seed: 1);
        Assert.Equal(40, ignoring.ComputeConfusionMatrix(spirals).Count);
    }

    [Fact]
    public void NaNOutputsAreUnclassified()
    {
        using var network = ToyProblem.Model.Build(seed: 1);
        network.Parameters["dense3.bias"].Values[1] = float.NaN;
        var matrix = ConfusionMatrix.Compute(network, ToyProblem.Spirals(9, seed: 1));
        Assert.Equal((9, 9, 0.0), (matrix.Count, matrix.UnclassifiedCount, matrix.Accuracy));
    }

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Throws<ArgumentException>("classNames", () => new ConfusionMatrix([], [], []));
        Assert.Throws<ArgumentException>("predictions", () => new ConfusionMatrix([0], [], ["a"]));
        var label = Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix([0, -1], [0, 0], ["a"]));
        Assert.StartsWith("Value 1 of labels is -1; it must be from 0 to 0.", label.Message);
        var prediction = Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix([0], [1], ["a"]));
        Assert.StartsWith("Value 0 of predictions is 1; it must be from 0 to 0, or −1 for none.", prediction.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix[4, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Matrix.GetUnclassifiedCount(-1));
        using var network = ToyProblem.Model.Build(seed: 1);
        Assert.Throws<ArgumentException>(
            "dataset", () => ConfusionMatrix.Compute(network, ToyProblem.Spirals(6, seed: 1).WithOneHotTargets()));
        Assert.True(double.IsNaN(new ConfusionMatrix([7], [0], ["a"], ignoredLabel: 7).Accuracy));
    }
}
