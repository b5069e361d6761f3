using FusedOptim.Execution;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>Layers that threads share, and that allocate nothing.</summary>
public class LayerDeterminismTests
{
    private static readonly Input Features = new(3, 77);

    public static TheoryData<string, Layer, Input> Layers => new()
    {
        { "batch normalization", new BatchNorm(), Features },
        { "layer normalization", new LayerNorm(), Features },
        { "weight normalization", new WeightNorm(new Dense(77, 150)), Features },
        { "local response normalization", new LocalResponseNorm(alpha: 1), Features },
        { "dropout", new Dropout(0.3), Features },
        { "variational dropout", new Dropout(0.3, variational: true), Features },
        { "gru", new Gru(77, 45, truncation: 2), Features },
        { "gru with recurrent dropout", new Gru(77, 45, recurrentDropout: 0.3), Features },
        { "last position", new LastPosition(), Features },
        { "one feature", new BatchNorm(), new Input(3, 1) },
        { "convolution", new Convolution2D(3, 33, 3), new Input(13, 12, 3) },
        { "convolution with padding", new Convolution2D(17, 16, (3, 2), stride: 2, padding: 1), new Input(9, 10, 17) },
        { "convolution of one channel", new Convolution2D(1, 7, 5, padding: 2), new Input(14, 14, 1) },
        { "max pool", new MaxPool2D(2), new Input(12, 10, 17) },
        { "max pool of windows that overlap", new MaxPool2D(3, 2), new Input(12, 10, 3) },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void HaveTheSameBitsOnAnyNumberOfThreads(string name, Layer layer, Input input)
    {
        var expected = Run(layer, input, threads: 1);
        foreach (var threads in (int[])[2, 3, 7])
        {
            foreach (var (one, several) in expected.Zip(Run(layer, input, threads)))
            {
                Assert.True(
                    one.AsSpan().SequenceEqual(several), $"{name} with {threads} threads differs from one thread's.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void AllocateNothingPerCall(string name, Layer layer, Input input)
    {
        using var team = new WorkerTeam(1);
        using var network = new Sequential(input, layer).Build(seed: 2, team);
        var inputs = Inputs(network.InputSize);
        Step();
        Step();
        var allocated = AllocatedBytes.Of(() =>
        {
            for (var i = 0; i < 10; i++)
                Step();
        });
        Assert.True(allocated == 0, $"{name} allocated {allocated} bytes.");

        void Step()
        {
            network.Forward(inputs);
            network.Backward();
            // A smaller batch, and prediction.
            network.Forward(inputs.AsSpan(0, 2 * network.InputSize));
            network.Predict(inputs);
        }
    }

    private static List<float[]> Run(Layer layer, Input input, int threads)
    {
        using var team = new WorkerTeam(threads);
        using var network = new Sequential(input, layer).Build(seed: 2, team);
        var inputs = Inputs(network.InputSize);
        var results = new List<float[]> { network.Forward(inputs).ToArray() };
        for (var i = 0; i < network.OutputGradients.Length; i++)
            network.OutputGradients[i] = MathF.Cos(i);
        var inputGradients = new float[inputs.Length];
        network.Backward(inputGradients);
        results.Add(inputGradients);
        results.AddRange(network.Parameters.Select(parameter => parameter.Gradients.ToArray()));
        results.AddRange(network.Parameters.Buffers.Select(buffer => buffer.Values.ToArray()));
        results.Add(network.Predict(inputs).ToArray());
        return results;
    }

    // More than threads are asked for, and no multiple of their number.
    private static float[] Inputs(int size)
    {
        var random = new RandomStream(9, size);
        return [.. Enumerable.Range(0, (20_000 / size + 1) * size).Select(i => (float)random.GetNormal(i))];
    }
}
