using FusedOptim.Training.Checking;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Losses;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>Derivatives by backpropagation: against central differences in double, and in single against double.</summary>
public class GradientTests
{
    private static readonly SoftmaxCrossEntropy CrossEntropy = new();

    /// <summary>Models that take 12 values and give 3, so that every layer is in one of them.</summary>
    public static TheoryData<string, Sequential, LabelLoss> Models => new()
    {
        { "dense", new Sequential(new Dense(12, 3)), CrossEntropy },
        { "label smoothing", new Sequential(new Dense(12, 3)), new SoftmaxCrossEntropy(0.1) },
        { "relu", new Sequential(new Dense(12, 19), new Relu(), new Dense(19, 3)), CrossEntropy },
        { "tanh", new Sequential(new Dense(12, 7), new Tanh(), new Dense(7, 3)), CrossEntropy },
        { "logistic", new Sequential(new Dense(12, 7), new Logistic(), new Dense(7, 3)), CrossEntropy },
        { "leaky relu", new Sequential(new Dense(12, 19), new LeakyRelu(0.2), new Dense(19, 3)), CrossEntropy },
        { "elu", new Sequential(new Dense(12, 7), new Elu(), new Dense(7, 3)), CrossEntropy },
        { "gelu", new Sequential(new Dense(12, 7), new Gelu(), new Dense(7, 3)), CrossEntropy },
        { "silu", new Sequential(new Dense(12, 7), new Silu(), new Dense(7, 3)), CrossEntropy },
        { "softplus", new Sequential(new Dense(12, 7), new Softplus(), new Dense(7, 3)), CrossEntropy },
        {
            "deep", new Sequential(
                new Relu(), new Dense(12, 40), new Tanh(), new Dense(40, 9), new Relu(), new Dense(9, 6), new Logistic(),
                new Dense(6, 3), new Tanh()),
            new SoftmaxCrossEntropy(0.2)
        },
        {
            "tied", new Sequential(
                new Dense(12, 7), new Tanh(), new TiedDense("dense1", 7, 12, isTransposed: true), new Tanh(), new TiedDense("dense1", 12, 7),
                new Dense(7, 3)),
            CrossEntropy
        },
        {
            "composed", new Sequential(
                new Input(3, 4), new Residual(new Dense(4, 6), new Tanh(), new Dense(6, 4)),
                new Sequential(new Dense(4, 2), new Logistic()), new Flatten(), new Dense(6, 3)),
            CrossEntropy
        },
        {
            "batch normalization", new Sequential(
                new Dense(12, 7), new BatchNorm(7), new Tanh(), new Dense(7, 3), new BatchNorm()),
            CrossEntropy
        },
        {
            "batch normalization over positions", new Sequential(
                new Input(3, 4), new BatchNorm(), new Dense(4, 5), new BatchNorm(5), new Flatten(), new Dense(15, 3)),
            CrossEntropy
        },
        {
            "layer normalization", new Sequential(
                new Input(3, 4), new LayerNorm(4), new Dense(4, 9), new LayerNorm(), new Tanh(), new Flatten(),
                new Dense(27, 3)),
            CrossEntropy
        },
        {
            "weight normalization", new Sequential(
                new WeightNorm(new Dense(12, 7)), new Tanh(), new WeightNorm(new Dense(7, 3))),
            CrossEntropy
        },
        {
            "local response normalization", new Sequential(
                new LocalResponseNorm(3, alpha: 1.5, beta: 0.75, k: 2), new Dense(12, 9), new LocalResponseNorm(4, alpha: 2, beta: 0.6),
                new Dense(9, 3)),
            CrossEntropy
        },
        {
            "convolution", new Sequential(
                new Input(3, 4, 1), new Convolution2D(1, 9, (2, 3), padding: 1), new Tanh(), new Convolution2D(9, 17, 2, stride: 2),
                new Tanh(), new Flatten(), new Dense(68, 3)),
            CrossEntropy
        },
        {
            "convolution of several channels", new Sequential(
                new Input(2, 2, 3), new Convolution2D(3, 4, 2, padding: 1), new BatchNorm(), new Residual(new Convolution2D(4, 4, 3, padding: 1)),
                new LocalResponseNorm(3, alpha: 1), new Flatten(), new Dense(36, 3)),
            CrossEntropy
        },
        {
            "max pool", new Sequential(
                new Input(3, 4, 1), new MaxPool2D(2, 1), new Convolution2D(1, 18, 2, padding: 2), new MaxPool2D(2), new Flatten(),
                new Dense(108, 3)),
            CrossEntropy
        },
        {
            "dropout", new Sequential(
                new Dropout(0.2), new Dense(12, 40), new Tanh(), new Dropout(), new Dense(40, 3)),
            CrossEntropy
        },
        { "gru", new Sequential(new Input(3, 4), new Gru(4, 9), new LastPosition(), new Dense(9, 3)), CrossEntropy },
        {
            "gru over gru, with recurrent dropout", new Sequential(
                new Input(4, 3), new Gru(3, 7, recurrentDropout: 0.4), new Gru(7, 5), new Flatten(), new Dense(20, 3)),
            CrossEntropy
        },
        {
            "variational dropout", new Sequential(
                new Input(3, 4), new Dense(4, 9), new Dropout(0.4, variational: true), new Tanh(), new Flatten(),
                new Dense(27, 3)),
            CrossEntropy
        },
        {
            "dropout scaled at prediction", new Sequential(
                new Dense(12, 40), new Tanh(), new Dropout(0.4, scaleAtPrediction: true), new Dense(40, 3)),
            CrossEntropy
        },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void DerivativesAreThoseOfCentralDifferences(string name, Sequential model, LabelLoss loss)
    {
        using var network = model.Build<double>(seed: 3);
        Roughen(network);
        var report = GradientCheck.Run(network, loss, Inputs(5), Labels(5));
        Assert.True(report.Passes(1e-7), $"{name}:\n{report}");
        // Not because there was nothing to compare: few elements stand near a kink.
        Assert.All(report.Comparisons, comparison => Assert.True(
            comparison.KinkCount <= comparison.Shape.Count / 10, $"{name}:\n{report}"));
    }

    /// <summary>
    /// The bound: loss, outputs, and derivatives by every parameter and by the inputs differ from those of double by at most
    /// 2e-6 of the norm of the tensor (17 roundings to single precision).
    /// </summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void SinglePrecisionAgreesWithDouble(string name, Sequential model, LabelLoss loss)
    {
        const int count = 20;
        using var single = model.Build(seed: 8);
        using var twice = model.Build<double>(seed: 8);
        Roughen(twice);
        foreach (var (a, b) in single.Parameters.Zip(twice.Parameters))
        {
            for (var i = 0; i < a.Count; i++)
            {
                a.Values[i] = (float)b.Values[i];
                b.Values[i] = a.Values[i];
            }
        }

        float[] inputs = [.. Inputs(count).Select(x => (float)x)];
        var labels = Labels(count);
        var singleOutputs = single.Forward(inputs);
        var singleLoss = loss.Evaluate<float>(singleOutputs, labels.AsSpan(), single.OutputGradients);
        var singleInputGradients = new float[inputs.Length];
        single.Backward(singleInputGradients);
        var doubleOutputs = twice.Forward([.. inputs.Select(x => (double)x)]);
        var doubleLoss = loss.Evaluate<double>(doubleOutputs, labels.AsSpan(), twice.OutputGradients);
        var doubleInputGradients = new double[inputs.Length];
        twice.Backward(doubleInputGradients);

        Assert.Equal(doubleLoss, singleLoss, 2e-6 * doubleLoss);
        AssertClose($"{name}: outputs", doubleOutputs, singleOutputs);
        AssertClose($"{name}: inputs", doubleInputGradients, singleInputGradients);
        var scale = twice.Parameters.ComputeGradientNorm();
        foreach (var (a, b) in single.Parameters.Zip(twice.Parameters))
            AssertClose($"{name}: {a.Name}", b.Gradients, a.Gradients, scale);
        foreach (var (a, b) in single.Parameters.Buffers.Zip(twice.Parameters.Buffers))
            AssertClose($"{name}: {a.Name}", b.Values, a.Values);
    }

    [Fact]
    public void DerivativesOfTheLossByOutputsAreThoseOfCentralDifferences()
    {
        // Without a layer between, the inputs are the outputs.
        var report = GradientCheck.Run(
            new Sequential(new Input(3)), new SoftmaxCrossEntropy(0.1), [1.5, -0.3, 0.2, 30, -20, 0], (int[])[2, 1]);
        Assert.True(report.Passes(1e-9), report.ToString());
        Assert.Equal("inputs", Assert.Single(report.Comparisons).Name);
    }

    [Fact]
    public void BackwardAddsToGradients()
    {
        var model = new Sequential(
            new Dense(2, 3), new BatchNorm(), new LayerNorm(), new LocalResponseNorm(), new Dropout(), new Tanh(),
            new WeightNorm(new Dense(3, 2)));
        using var network = model.Build<double>(seed: 1);
        var loss = new SoftmaxCrossEntropy();
        loss.Evaluate<double>(network.Forward([0.5, -1.0, 2, 3]), (int[])[1, 0], network.OutputGradients);
        network.Backward();
        var once = network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();
        network.Backward();
        var twice = network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();
        Assert.Contains(once, gradient => gradient != 0);
        for (var i = 0; i < once.Length; i++)
            Assert.Equal(2 * once[i], twice[i], 1e-15);
    }

    [Fact]
    public void BackwardRefusesInputGradientsThatDoNotFit()
    {
        using var network = new Sequential(new Dense(2, 1)).Build<double>(seed: 1);
        _ = network.Forward([1, 2, 3, 4]);
        var error = Assert.Throws<ArgumentException>(() => network.Backward(new double[3]));
        Assert.StartsWith("inputGradients has 3 values; it must have 2 for each of 2 examples, or none.", error.Message);
    }

    // Scales of 1 and biases of 0 would hide what multiplies by the one or adds the other.
    private static void Roughen(Network<double> network)
    {
        var random = new RandomStream(6, 0);
        var index = 0;
        foreach (var parameter in network.Parameters)
        {
            if (parameter.Kind == ParameterKind.Weight)
                continue;
            foreach (ref var value in parameter.Values)
                value += 0.3 * random.GetNormal(index++);
        }
    }

    private static double[] Inputs(int count)
    {
        var random = new RandomStream(5, 0);
        return [.. Enumerable.Range(0, count * 12).Select(i => random.GetNormal(i))];
    }

    private static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => i * 7 % 3)];

    private static void AssertClose(
        string name, ReadOnlySpan<double> expected, ReadOnlySpan<float> actual, double scale = 0)
    {
        var (errors, squares) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            errors += (expected[i] - actual[i]) * (expected[i] - actual[i]);
            squares += expected[i] * expected[i];
        }

        // A derivative that is 0 but for rounding, such as that of a bias before batch normalization, is small beside all.
        var error = Math.Sqrt(errors) / Math.Max(Math.Sqrt(squares), 0.1 * scale);
        Assert.True(error <= 2e-6, $"{name} differs by {error:E2} of its norm.");
    }
}
