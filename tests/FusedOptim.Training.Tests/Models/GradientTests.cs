namespace FusedOptim.Training.Tests;

/// <summary>Derivatives by backpropagation against central differences, in double.</summary>
public class GradientTests
{
    private const double Distance = 1e-5;

    public static TheoryData<string, Sequential, SoftmaxCrossEntropy> Models => new()
    {
        { "dense", new Sequential(new Dense(5, 3)), new SoftmaxCrossEntropy() },
        { "label smoothing", new Sequential(new Dense(5, 3)), new SoftmaxCrossEntropy(0.1) },
        { "relu", new Sequential(new Dense(5, 19), new Relu(), new Dense(19, 3)), new SoftmaxCrossEntropy() },
        { "tanh", new Sequential(new Dense(5, 7), new Tanh(), new Dense(7, 3)), new SoftmaxCrossEntropy() },
        { "logistic", new Sequential(new Dense(5, 7), new Logistic(), new Dense(7, 3)), new SoftmaxCrossEntropy() },
        {
            "deep", new Sequential(
                new Relu(), new Dense(5, 40), new Tanh(), new Dense(40, 9), new Relu(), new Dense(9, 6), new Logistic(),
                new Dense(6, 3), new Tanh()),
            new SoftmaxCrossEntropy(0.2)
        },
        {
            "composed", new Sequential(
                new Input(3, 4), new Residual(new Dense(4, 6), new Tanh(), new Dense(6, 4)),
                new Sequential(new Dense(4, 2), new Logistic()), new Flatten(), new Dense(6, 3)),
            new SoftmaxCrossEntropy()
        },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void DerivativesByParametersAreThoseOfCentralDifferences(
        string name, Sequential model, SoftmaxCrossEntropy loss)
    {
        using var network = model.Build<double>(seed: 3);
        var random = new RandomStream(5, 0);
        double[] inputs = [.. Enumerable.Range(0, 4 * model.InputSize).Select(i => random.Normal(i))];
        int[] labels = [0, 2, 1, 2];

        loss.Evaluate(network.Forward(inputs), labels, network.OutputGradients);
        network.Backward();

        foreach (var parameter in network.Parameters)
        {
            for (var i = 0; i < parameter.Count; i++)
            {
                var value = parameter.Values[i];
                parameter.Values[i] = value + Distance;
                var above = loss.Evaluate<double>(network.Forward(inputs), labels);
                parameter.Values[i] = value - Distance;
                var below = loss.Evaluate<double>(network.Forward(inputs), labels);
                parameter.Values[i] = value;

                var expected = (above - below) / (2 * Distance);
                var actual = parameter.Gradients[i];
                // Relative to the larger, or to what the differences can resolve.
                var size = Math.Max(1e-3, Math.Max(Math.Abs(expected), Math.Abs(actual)));
                var error = Math.Abs(expected - actual) / size;
                Assert.True(
                    error < 1e-7,
                    $"{name}: {parameter.Name}[{i}] is {actual:R}, not {expected:R}: off by {error:E2}.");
            }
        }
    }

    [Fact]
    public void DerivativesOfTheLossByOutputsAreThoseOfCentralDifferences()
    {
        var loss = new SoftmaxCrossEntropy(0.1);
        double[] outputs = [1.5, -0.3, 0.2, 30, -20, 0];
        int[] labels = [2, 1];
        var gradients = new double[outputs.Length];
        loss.Evaluate<double>(outputs, labels, gradients);
        for (var i = 0; i < outputs.Length; i++)
        {
            var value = outputs[i];
            outputs[i] = value + Distance;
            var above = loss.Evaluate<double>(outputs, labels);
            outputs[i] = value - Distance;
            var below = loss.Evaluate<double>(outputs, labels);
            outputs[i] = value;
            Assert.Equal((above - below) / (2 * Distance), gradients[i], 1e-8);
        }
    }

    [Fact]
    public void BackwardAddsToGradients()
    {
        var model = new Sequential(new Dense(2, 3), new Tanh(), new Dense(3, 2));
        using var network = model.Build<double>(seed: 1);
        var loss = new SoftmaxCrossEntropy();
        loss.Evaluate(network.Forward([0.5, -1.0]), [1], network.OutputGradients);
        network.Backward();
        var once = network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();
        network.Backward();
        var twice = network.Parameters.SelectMany(parameter => parameter.Gradients.ToArray()).ToArray();
        for (var i = 0; i < once.Length; i++)
            Assert.Equal(2 * once[i], twice[i], 1e-15);
    }

    [Fact]
    public void SinglePrecisionAgreesWithDouble()
    {
        var model = new Sequential(new Dense(6, 32), new Relu(), new Dense(32, 16), new Tanh(), new Dense(16, 3));
        using var single = model.Build(seed: 8);
        using var twice = model.Build<double>(seed: 8);
        var random = new RandomStream(2, 0);
        float[] inputs = [.. Enumerable.Range(0, 10 * 6).Select(i => (float)random.Normal(i))];
        int[] labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];
        var loss = new SoftmaxCrossEntropy();

        var singleLoss = loss.Evaluate(single.Forward(inputs), labels, single.OutputGradients);
        single.Backward();
        var doubleLoss = loss.Evaluate(
            twice.Forward([.. inputs.Select(x => (double)x)]), labels, twice.OutputGradients);
        twice.Backward();

        Assert.Equal(doubleLoss, singleLoss, 1e-6);
        foreach (var (a, b) in single.Parameters.Zip(twice.Parameters))
        {
            for (var i = 0; i < a.Count; i++)
                Assert.Equal(b.Gradients[i], a.Gradients[i], 1e-6);
        }
    }
}
