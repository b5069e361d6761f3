using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Label smoothing over the other classes alone: 1 − ε for the label, ε/(K − 1) for each other.</summary>
public class SmoothedClassesTests
{
    private static readonly double[] Outputs = [0.5, -1.25, 2, 0, 1, -1, 3, 0.25, -0.75, -2, 1.5, 0.5];
    private static readonly int[] Labels = [2, 0, 1];

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    [InlineData(0.9)]
    public void ValueAndDerivativesAreThoseOfTheTargets(double smoothing)
    {
        const int classes = 4;
        var loss = new SoftmaxCrossEntropy(smoothing, smoothedClasses: SmoothedClasses.Others);
        var expected = 0.0;
        var expectedGradients = new double[Outputs.Length];
        for (var i = 0; i < Labels.Length; i++)
        {
            var example = Outputs[(classes * i)..(classes * (i + 1))];
            var sum = example.Sum(Math.Exp);
            for (var j = 0; j < classes; j++)
            {
                var target = j == Labels[i] ? 1 - smoothing : smoothing / (classes - 1);
                expected -= target * Math.Log(Math.Exp(example[j]) / sum) / Labels.Length;
                expectedGradients[classes * i + j] = (Math.Exp(example[j]) / sum - target) / Labels.Length;
            }
        }

        var gradients = new double[Outputs.Length];
        Assert.Equal(expected, loss.Evaluate<double>(Outputs, Labels, gradients), 1e-14);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(expectedGradients[i], gradients[i], 1e-15);

        // Weights of 1 go through the other formula.
        var weighted = new SoftmaxCrossEntropy(smoothing, [1, 1, 1, 1], smoothedClasses: SmoothedClasses.Others);
        Assert.Equal(expected, weighted.Evaluate<double>(Outputs, Labels, gradients), 1e-14);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(expectedGradients[i], gradients[i], 1e-15);
    }

    [Fact]
    public void DerivativesAreThoseOfCentralDifferences()
    {
        double[] weights = [0.25, 3, 1.5, 1];
        var report = GradientCheck.Run(
            new Sequential(new Dense(2, 4)), new SoftmaxCrossEntropy(0.2, weights, smoothedClasses: SmoothedClasses.Others),
            [1.0, 2, -1, 0.5], [3, 1]);
        Assert.True(report.Passes(), $"{report}");
    }

    [Fact]
    public void ItIsSmoothingOverAllClassesWithALargerShare()
    {
        var others = new SoftmaxCrossEntropy(0.3, smoothedClasses: SmoothedClasses.Others);
        Assert.Equal(new SoftmaxCrossEntropy(0.4).Evaluate<double>(Outputs, Labels), others.Evaluate<double>(Outputs, Labels), 1e-14);
    }

    [Fact]
    public void ASingleClassHasNoOthers()
    {
        var gradients = new double[2];
        Assert.Equal(0, new SoftmaxCrossEntropy(0.3, smoothedClasses: SmoothedClasses.Others).Evaluate<double>([2.0, -1], [0, 0], gradients));
        Assert.Equal([0.0, 0], gradients);
    }

    [Fact]
    public void TheClassesArePartOfTheLoss()
    {
        var others = new SoftmaxCrossEntropy(0.1, smoothedClasses: SmoothedClasses.Others);
        Assert.NotEqual(new SoftmaxCrossEntropy(0.1), others);
        Assert.Equal("SoftmaxCrossEntropy { LabelSmoothing = 0.1, SmoothedClasses = Others }", $"{others}");
        Assert.Equal("SoftmaxCrossEntropy { LabelSmoothing = 0.1 }", $"{new SoftmaxCrossEntropy(0.1)}");
        Assert.Throws<ArgumentOutOfRangeException>("smoothedClasses", () => new SoftmaxCrossEntropy(smoothedClasses: (SmoothedClasses)2));
    }
}
