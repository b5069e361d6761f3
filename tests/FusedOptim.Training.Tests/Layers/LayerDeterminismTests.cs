using FusedOptim.Execution;
using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>Layers that threads share, and that allocate nothing.</summary>
public class LayerDeterminismTests
{
    private const int Positions = 3;

    public static TheoryData<string, Layer, int> Layers => new()
    {
        { "batch normalization", new BatchNorm(), 77 },
        { "layer normalization", new LayerNorm(), 77 },
        { "weight normalization", new WeightNorm(new Dense(77, 150)), 77 },
        { "local response normalization", new LocalResponseNorm(alpha: 1), 77 },
        { "dropout", new Dropout(0.3), 77 },
        { "variational dropout", new Dropout(0.3, variational: true), 77 },
        { "one feature", new BatchNorm(), 1 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void HaveTheSameBitsOnAnyNumberOfThreads(string name, Layer layer, int features)
    {
        var expected = Run(layer, features, threads: 1);
        foreach (var threads in (int[])[2, 3, 7])
        {
            foreach (var (one, several) in expected.Zip(Run(layer, features, threads)))
            {
                Assert.True(
                    one.AsSpan().SequenceEqual(several), $"{name} with {threads} threads differs from one thread's.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void AllocateNothingPerCall(string name, Layer layer, int features)
    {
        using var team = new WorkerTeam(1);
        using var network = new Sequential(new Input(Positions, features), layer).Build(seed: 2, team);
        var inputs = Inputs(features, network.InputSize);
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

    private static List<float[]> Run(Layer layer, int features, int threads)
    {
        using var team = new WorkerTeam(threads);
        using var network = new Sequential(new Input(Positions, features), layer).Build(seed: 2, team);
        var inputs = Inputs(features, network.InputSize);
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
    private static float[] Inputs(int features, int size)
    {
        var random = new RandomStream(9, features);
        return [.. Enumerable.Range(0, (20_000 / size + 1) * size).Select(i => (float)random.GetNormal(i))];
    }
}
