using FusedOptim.Training;
using FusedOptim.Training.Layers;

namespace FusedOptim.Benchmarks;

/// <summary>A network for images of 28 × 28 pixels: 16 and 32 channels of 5 × 5, each with rectifiers and a pool, and a dense layer.</summary>
/// <param name="BatchSize">The examples of a step.</param>
internal sealed record ConvolutionalShape(int BatchSize)
{
    /// <summary>The bound for the time of a step, to that of its products.</summary>
    public const double AtMostToProducts = 1.6;

    /// <summary>The bound for the time of a step, to TorchSharp's.</summary>
    public const double AtMostToTorchSharp = 0.75;

    public const int Side = 28;
    public const int Kernel = 5;
    public const int Channels = 16;
    public const int LastChannels = 32;
    public const int Classes = 10;

    public static ConvolutionalShape Default { get; } = new(BatchSize: 64);

    /// <summary>The pixels of a side after the first convolution and its pool.</summary>
    public static int PooledSide => (Side - Kernel + 1) / 2;

    /// <summary>The values after the last convolution and its pool.</summary>
    public static int LastSize => (PooledSide - Kernel + 1) / 2 * ((PooledSide - Kernel + 1) / 2) * LastChannels;

    /// <summary>The network.</summary>
    public static Sequential Model => new(
        new Input(Side, Side, 1),
        new Convolution2D(1, Channels, Kernel), new Relu(), new MaxPool2D(2),
        new Convolution2D(Channels, LastChannels, Kernel), new Relu(), new MaxPool2D(2),
        new Flatten(), new Dense(LastSize, Classes));

    /// <summary>The sizes: <c>28-5-16-32-10-64</c>.</summary>
    public string Name => string.Join('-', Side, Kernel, Channels, LastChannels, Classes, BatchSize);
}
