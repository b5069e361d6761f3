using FusedOptim.Execution;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>One digest for all machines: of weights and running statistics after some steps.</summary>
public class LayerDigestTests
{
    private const string Expected = "1759c215e5b90277ed7ff66b609a4a485579f40b80c3349b4b5dca82b151f205";
    private const string ExpectedOfImages = "0510a1a0963b34093242c4c0021d02bb73a86e642";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheWeightsAreTheSameOnEveryMachine(int threads)
    {
        using var team = new WorkerTeam(threads);
        var model = new Sequential(
            new Input(3, 37), new WeightNorm(new Dense(37, 65, Initializer.StandardNormal)), new BatchNorm(),
            new LocalResponseNorm(alpha: 1), new Dropout(0.3, variational: true), new Relu(),
            new Dense(65, 21, new Orthogonal(1.4)), new LayerNorm(), new LocalResponseNorm(4, alpha: 1, beta: 0.6),
            new Flatten(), new Dropout(0.2), new Dense(63, 10, Initializer.XavierLogisticUniform, new Gaussian(0, 0.1)));
        Assert.Equal(Expected, Train(model, team));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheWeightsOfConvolutionsAreTheSameOnEveryMachine(int threads)
    {
        using var team = new WorkerTeam(threads);
        var model = new Sequential(
            new Input(13, 14, 3), new Convolution2D(3, 17, 3, padding: 1), new Relu(), new MaxPool2D(2), new BatchNorm(),
            new Convolution2D(17, 33, (3, 2), stride: 2), new Tanh(), new LocalResponseNorm(alpha: 1), new MaxPool2D(2, 1), new Flatten(),
            new Dense(66, 10));
        Assert.StartsWith(ExpectedOfImages, Train(model, team));
    }

    private static string Train(Sequential model, WorkerTeam team)
    {
        using var network = model.Build(seed: 42, team);
        var random = new RandomStream(7, 0);
        var inputs = new float[64 * network.InputSize];
        for (var step = 0; step < 5; step++)
        {
            for (var i = 0; i < inputs.Length; i++)
                inputs[i] = (float)random.GetNormal(step * (long)inputs.Length + i);
            var outputs = network.Forward(inputs);
            // Of ‖y − 1‖²/2, over the batch.
            for (var i = 0; i < outputs.Length; i++)
                network.OutputGradients[i] = (outputs[i] - 1) / 64;
            network.Backward();
            foreach (var parameter in network.Parameters)
            {
                for (var i = 0; i < parameter.Count; i++)
                    parameter.Values[i] -= 0.1f * parameter.Gradients[i];
            }

            network.Parameters.ZeroGradients();
        }

        return network.ComputeDigest();
    }
}
