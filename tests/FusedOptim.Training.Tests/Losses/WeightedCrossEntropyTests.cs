using FusedOptim.Training.Checking;
using FusedOptim.Training.Data;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;

namespace FusedOptim.Training.Tests;

/// <summary>Class weights, ignored labels and label smoothing, alone and together, against the formula in double.</summary>
public class WeightedCrossEntropyTests
{
    private static readonly double[] Outputs =
        [0.5, -1.25, 2, 0, 1, -1, 3, 0.25, -0.75, -2, 1.5, 0.5, 0.125, 0.25, 4, -3, 0.75, 1.75];

    private static readonly int[] Labels = [2, 0, 1, 2, 1, 0];
    private static readonly double[] Weights = [0.25, 3, 1.5];

    public static TheoryData<double, double[]?, int?> Cases
    {
        get
        {
            var data = new TheoryData<double, double[]?, int?>();
            foreach (var smoothing in new[] { 0, 0.1, 0.75 })
            {
                foreach (var weights in new[] { null, Weights, [0, 2, 1], [1, 1, 1] })
                {
                    foreach (var ignored in new int?[] { null, 1, 2, -1 })
                        data.Add(smoothing, weights, ignored);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndDerivativesAreThoseOfTheFormula(double smoothing, double[]? weights, int? ignored)
    {
        var loss = new SoftmaxCrossEntropy(smoothing, weights, ignored);
        var (expected, weight, expectedGradients) = Reference(smoothing, weights ?? [1, 1, 1], ignored);
        var gradients = new double[Outputs.Length];
        Assert.Equal(expected, loss.Evaluate<double>(Outputs, Labels, gradients), 1e-14);
        Assert.Equal(expected, loss.Evaluate<double>(Outputs, Labels), 1e-14);
        Assert.Equal(weight, loss.GetWeight(Labels), 1e-15);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(expectedGradients[i], gradients[i], 1e-15);

        float[] outputs = [.. Outputs.Select(value => (float)value)];
        var narrow = new float[outputs.Length];
        Assert.Equal(expected, loss.Evaluate<float>(outputs, Labels, narrow), 1e-7);
        for (var i = 0; i < gradients.Length; i++)
            Assert.Equal(expectedGradients[i], narrow[i], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void DerivativesAreThoseOfCentralDifferences(double smoothing, double[]? weights, int? ignored)
    {
        var model = new Sequential(new Dense(2, 4), new Tanh(), new Dense(4, 3));
        var report = GradientCheck.Run(
            model, new SoftmaxCrossEntropy(smoothing, weights, ignored), Outputs.AsSpan(0, 12), Labels);
        Assert.True(report.Passes(1e-7), report.ToString());
    }

    /// <summary>Outputs of 0 give each of two classes the probability 1/2: the loss of every example is w_y·log 2.</summary>
    [Fact]
    public void AMeanIsDividedByTheWeightsOfTheLabels()
    {
        // (3·log 2 + 1·log 2) / (3 + 1).
        var weighted = new SoftmaxCrossEntropy(classWeights: [1, 3]);
        Assert.Equal(Math.Log(2), weighted.Evaluate<double>([0, 0, 0, 0], [1, 0]), 1e-15);
        // p = (1/4, 3/4): (3·log(4/3) + 1·log 4) / 4.
        double[] outputs = [0, Math.Log(3), 0, Math.Log(3)];
        Assert.Equal((3 * Math.Log(4 / 3.0) + Math.Log(4)) / 4, weighted.Evaluate<double>(outputs, [1, 0]), 1e-15);
        // With ε = 0.2 and the label 1: (0.8·3·log(4/3) + 0.1·(1·log 4 + 3·log(4/3))) / 3.
        var smoothed = new SoftmaxCrossEntropy(0.2, [1, 3]);
        var expected = (2.4 * Math.Log(4 / 3.0) + 0.1 * (Math.Log(4) + 3 * Math.Log(4 / 3.0))) / 3;
        Assert.Equal(expected, smoothed.Evaluate<double>(outputs.AsSpan(0, 2), [1]), 1e-15);
    }

    [Fact]
    public void IgnoredExamplesAddNothingWhateverTheirOutputsAre()
    {
        var gradients = new float[6];
        gradients.AsSpan().Fill(9);
        var loss = new SoftmaxCrossEntropy(ignoredLabel: -1);
        Assert.Equal(Math.Log(2), loss.Evaluate<float>([0, 0, float.NaN, 7, 0, 0], [1, -1, 0], gradients), 1e-15);
        Assert.Equal([0.25f, -0.25f, 0, 0, -0.25f, 0.25f], gradients);
        Assert.Equal(2, loss.GetWeight([1, -1, 0]));
    }

    /// <summary>PyTorch has NaN there.</summary>
    [Fact]
    public void ABatchInWhichNothingCountsHasTheLossZero()
    {
        var gradients = new double[4];
        Array.Fill(gradients, 9);
        var ignoring = new SoftmaxCrossEntropy(0.1, ignoredLabel: -100);
        Assert.Equal(0, ignoring.Evaluate([1, 2, 3, 4], [-100, -100], gradients));
        Assert.Equal(0, ignoring.GetWeight([-100, -100]));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
        Array.Fill(gradients, 9);
        var weightless = new SoftmaxCrossEntropy(0.1, [0, 1]);
        Assert.Equal(0, weightless.Evaluate([1, 2, 3, 4], [0, 0], gradients));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
    }

    [Fact]
    public void AnImpossibleClassOfNoWeightAddsNothing()
    {
        var gradients = new double[3];
        var loss = new SoftmaxCrossEntropy(0.3, [1, 1, 0]).Evaluate([0, 0, double.NegativeInfinity], [0], gradients);
        // 0.7·log 2 + 0.1·(log 2 + log 2).
        Assert.Equal(0.9 * Math.Log(2), loss, 1e-15);
        Assert.All(gradients, gradient => Assert.True(double.IsFinite(gradient)));
    }

    [Fact]
    public void LossesAreEqualByTheValuesOfTheirWeights()
    {
        double[] weights = [1, 2];
        var loss = new SoftmaxCrossEntropy(0.1, weights, -1);
        weights[0] = 5;
        Assert.Equal(new SoftmaxCrossEntropy(0.1, [1, 2], -1), loss);
        Assert.Equal(new SoftmaxCrossEntropy(0.1, [1, 2], -1).GetHashCode(), loss.GetHashCode());
        Assert.NotEqual(new SoftmaxCrossEntropy(0.1, weights, -1), loss);
        Assert.NotEqual(new SoftmaxCrossEntropy(0.1, [1, 2]), loss);
        Assert.Equal("SoftmaxCrossEntropy { LabelSmoothing = 0.1, ClassWeights = [1, 2], IgnoredLabel = -1 }", loss.ToString());
        Assert.Equal("SoftmaxCrossEntropy { LabelSmoothing = 0 }", new SoftmaxCrossEntropy().ToString());
    }

    [Fact]
    public void WeightsThatDoNotFitAreRefused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(classWeights: [1, -1]));
        Assert.StartsWith("classWeights[1] is -1; it must be at least 0 and finite.", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(classWeights: [1, double.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxCrossEntropy(classWeights: [double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy(classWeights: []));
        Assert.Throws<ArgumentException>(() => new SoftmaxCrossEntropy(classWeights: [0, 0]));
        var loss = new SoftmaxCrossEntropy(classWeights: [1, 2]);
        var gradients = new double[3];
        var count = Assert.Throws<ArgumentException>(() => loss.Evaluate([1, 2, 3], [0], gradients));
        Assert.StartsWith("SoftmaxCrossEntropy has 2 class weights; it must have 3, one for each output.", count.Message);
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.GetWeight([2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => loss.Evaluate<double>([1, 2], [-1]));
    }

    [Fact]
    public void BalancedWeightsGiveEveryClassTheSameSum()
    {
        // 6 examples with a class, 2 classes that have examples: 6 / (2·4) and 6 / (2·2).
        var data = new Dataset(new float[8], [0, 0, 0, 0, 2, 2, -1, -1], classCount: 4, ignoredLabel: -1);
        Assert.Equal([0.75, 0, 1.5, 0], data.GetBalancedClassWeights());
        Assert.Throws<ArgumentException>(() => new Dataset([1f], [1f], 1).GetBalancedClassWeights());
        Assert.Throws<ArgumentException>(() => new Dataset([1f], [-1], 2, ignoredLabel: -1).GetBalancedClassWeights());
    }

    private static (double Loss, double Weight, double[] Gradients) Reference(double smoothing, double[] weights, int? ignored)
    {
        var (sum, divisor) = (0.0, 0.0);
        var gradients = new double[Outputs.Length];
        for (var i = 0; i < Labels.Length; i++)
        {
            if (Labels[i] == ignored)
                continue;
            var exponentials = Outputs[(3 * i)..(3 * i + 3)].Select(Math.Exp).ToArray();
            var p = exponentials.Select(value => value / exponentials.Sum()).ToArray();
            sum -= (1 - smoothing) * weights[Labels[i]] * Math.Log(p[Labels[i]]);
            for (var j = 0; j < 3; j++)
                sum -= smoothing / 3 * weights[j] * Math.Log(p[j]);
            for (var k = 0; k < 3; k++)
            {
                gradients[3 * i + k] += (1 - smoothing) * weights[Labels[i]] * (p[k] - (k == Labels[i] ? 1 : 0));
                for (var j = 0; j < 3; j++)
                    gradients[3 * i + k] += smoothing / 3 * weights[j] * (p[k] - (k == j ? 1 : 0));
            }

            divisor += weights[Labels[i]];
        }

        return (sum / divisor, divisor, [.. gradients.Select(gradient => gradient / divisor)]);
    }
}
