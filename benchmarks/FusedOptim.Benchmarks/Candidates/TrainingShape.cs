using FusedOptim.Training;
using FusedOptim.Training.Layers;

namespace FusedOptim.Benchmarks;

/// <summary>A network of dense layers with rectifiers between them, and the number of examples of a step.</summary>
/// <param name="Widths">Inputs, hidden values, outputs.</param>
/// <param name="BatchSize">The examples.</param>
/// <param name="AtMostToTorchSharp">The bound for the time of a step, to TorchSharp's.</param>
internal sealed record TrainingShape(IReadOnlyList<int> Widths, int BatchSize, double AtMostToTorchSharp)
{
    /// <summary>The bound for the time of a step, to that of its matrix products.</summary>
    public const double AtMostToProducts = 1.6;

    /// <summary>Steps follow each other in a training loop, so that each finds a warm cache: several make a sample.</summary>
    public static TimeSpan ShortestSample { get; } = TimeSpan.FromMilliseconds(10);

    public static IReadOnlyList<TrainingShape> All { get; } =
        [
            new([784, 128, 10], 64, AtMostToTorchSharp: 0.45),
            new([784, 512, 10], 128, AtMostToTorchSharp: 0.64),
            new([784, 1_024, 10], 256, AtMostToTorchSharp: 0.80),
        ];

    /// <summary>The network.</summary>
    public Sequential Model => new(
        [.. Widths.Zip(Widths.Skip(1)).SelectMany((pair, i) => (Layer[])[.. i == 0 ? (Layer[])[] : [new Relu()], new Dense(pair.First, pair.Second)])]);

    /// <summary>Widths and batch, such as <c>784-128-10-64</c>.</summary>
    public string Name => string.Join('-', [.. Widths, BatchSize]);
}
