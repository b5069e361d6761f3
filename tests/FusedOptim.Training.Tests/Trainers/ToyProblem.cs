using FusedOptim.Training.Layers;
using FusedOptim.Training.Randomness;

namespace FusedOptim.Training.Tests;

/// <summary>Three noisy spirals: no line parts them.</summary>
internal static class ToyProblem
{
    public static Sequential Model { get; } =
        new(new Dense(2, 48), new Relu(), new Dense(48, 33), new Tanh(), new Dense(33, 3));

    public static Dataset Spirals(int count, long seed)
    {
        var random = new RandomStream(seed, 0);
        var features = new float[2 * count];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % 3;
            var radius = 0.1 + (0.9 * i / count);
            var angle = (labels[i] * 2 * Math.PI / 3) + (3 * radius) + (0.1 * random.GetNormal(i));
            features[2 * i] = (float)(radius * Math.Cos(angle));
            features[(2 * i) + 1] = (float)(radius * Math.Sin(angle));
        }

        return new Dataset(features, labels);
    }
}
