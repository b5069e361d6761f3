using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;
using static FusedOptim.Tests.LinearAlgebra.PlainMatrices;

namespace FusedOptim.Tests.LinearAlgebra;

/// <summary>The products of convolutions, bit for bit against loops that are written like the formulas.</summary>
public class ConvolutionProductTests
{
    private const int ImageCount = 3;

    public static TheoryData<KernelTarget> Targets => [.. PlainMatrices.Targets];

    /// <summary>Images and outputs: odd numbers of channels, images that are not square, strides, paddings, more windows than a
    /// block, a single window.</summary>
    private static (ImageWindows Windows, int Outputs)[] Shapes { get; } =
    [
        (new ImageWindows(7, 6, 1, 3, 3), 16),
        (new ImageWindows(6, 9, 3, 3, 2, stride: 2), 17),
        (new ImageWindows(5, 5, 16, 3, 3, padding: 1), 3),
        (new ImageWindows(4, 6, 17, 2, 3, stride: 3, padding: 2), 33),
        (new ImageWindows(14, 13, 2, 3, 3), 40),
        (new ImageWindows(4, 3, 2, 4, 3), 1),
        (new ImageWindows(3, 3, 65, 1, 1, stride: 2), 5),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public void HasTheBitsOfPlainLoops(KernelTarget target)
    {
        using var team = new WorkerTeam(1);
        foreach (var (windows, outputs) in Shapes)
        {
            Compare<float>(windows, outputs, team, target);
            Compare<double>(windows, outputs, team, target);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void HasTheSameBitsOnAnyNumberOfThreads(int threads)
    {
        using var team = new WorkerTeam(threads);
        foreach (var (windows, outputs) in Shapes)
            Compare<float>(windows, outputs, team, KernelTargets.Selected);
    }

    [Fact]
    public void WindowsAreCountedAsTheirFormulaSays()
    {
        var windows = new ImageWindows(28, 30, 3, 5, 4, stride: 2, padding: 1);
        Assert.Equal((13, 15, 195), (windows.Rows, windows.Columns, windows.Count));
        Assert.Equal((28 * 30 * 3, 5 * 4 * 3), (windows.ImageSize, windows.WindowSize));
    }

    [Fact]
    public void RefusesWindowsThatDoNotFit()
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>("windowHeight", () => new ImageWindows(4, 9, 1, 7, 3, padding: 1));
        Assert.StartsWith("windowHeight is 7; it must be from 1 to 6.", thrown.Message);
        Assert.Throws<ArgumentOutOfRangeException>("windowWidth", () => new ImageWindows(4, 4, 1, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => new ImageWindows(0, 4, 1, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new ImageWindows(4, 0, 1, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("channels", () => new ImageWindows(4, 4, 0, 3, 3));
        Assert.Throws<ArgumentOutOfRangeException>("stride", () => new ImageWindows(4, 4, 1, 3, 3, stride: 0));
        Assert.Throws<ArgumentOutOfRangeException>("padding", () => new ImageWindows(4, 4, 1, 3, 3, padding: -1));
        Assert.Throws<ArgumentOutOfRangeException>("padding", () => new ImageWindows(4, 4, 1, 3, 3, padding: int.MaxValue));
    }

    [Fact]
    public void RefusesLengthsThatDoNotFitAndResultsThatOverlap()
    {
        using var team = new WorkerTeam(1);
        var product = new ConvolutionProduct<float>(new ImageWindows(3, 3, 1, 2, 2), outputs: 2, team);
        var (images, weights, outputs) = (new float[18], new float[8], new float[16]);
        var thrown = Assert.Throws<ArgumentException>("images", () => product.ComputeOutputs(new float[10], weights, default, outputs));
        Assert.StartsWith("images has 10 elements; it must have 9 for each image.", thrown.Message);
        thrown = Assert.Throws<ArgumentException>("weights", () => product.ComputeOutputs(images, new float[7], default, outputs));
        Assert.StartsWith("weights has 7 elements; it must have 8.", thrown.Message);
        Assert.Throws<ArgumentException>("bias", () => product.ComputeOutputs(images, weights, new float[3], outputs));
        Assert.Throws<ArgumentException>("outputs", () => product.ComputeOutputs(images, weights, default, new float[15]));
        Assert.Throws<ArgumentException>("outputGradients", () => product.AddWeightGradients(images, new float[15], weights));
        Assert.Throws<ArgumentException>("weightGradients", () => product.AddWeightGradients(images, outputs, new float[9]));
        Assert.Throws<ArgumentException>("inputGradients", () => product.ComputeInputGradients(outputs, weights, new float[17]));
        Assert.Throws<ArgumentException>("weights", () => product.ComputeInputGradients(outputs, new float[9], images));
        var memory = new float[20];
        Assert.Throws<ArgumentException>(
            "outputs", () => product.ComputeOutputs(memory.AsSpan(0, 9), weights, default, memory.AsSpan(8, 8)));
        Assert.Throws<ArgumentException>(
            "outputs", () => product.ComputeOutputs(images.AsSpan(0, 9), weights, memory.AsSpan(0, 2), memory.AsSpan(1, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(
            "outputs", () => new ConvolutionProduct<float>(new ImageWindows(3, 3, 1, 2, 2), outputs: 0));
        Assert.Throws<NotSupportedException>(() => new ConvolutionProduct<int>(new ImageWindows(3, 3, 1, 2, 2), outputs: 1));
    }

    [Fact]
    public void NoImagesAreNoOutputs()
    {
        using var team = new WorkerTeam(2);
        var product = new ConvolutionProduct<float>(new ImageWindows(3, 3, 1, 2, 2), outputs: 2, team);
        product.ComputeOutputs([], new float[8], default, []);
        product.ComputeInputGradients([], new float[8], []);
        float[] gradients = [1, 2, 3, 4, 5, 6, 7, 8];
        product.AddWeightGradients([], [], gradients);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], gradients);
    }

    private static void Compare<T>(ImageWindows windows, int outputs, WorkerTeam team, KernelTarget target)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var product = new ConvolutionProduct<T>(windows, outputs, team, target);
        var images = Values<T>(ImageCount * windows.ImageSize, 1);
        var weights = Values<T>(outputs * windows.WindowSize, 2);
        var bias = Values<T>(outputs, 3);
        var gradients = Values<T>(ImageCount * windows.Count * outputs, 4);
        var plain = new PlainConvolution<T>(windows, outputs);

        // Twice: what one call leaves in memory must not be in the next.
        for (var call = 0; call < 2; call++)
        {
            var results = Values<T>(gradients.Length, 5);
            product.ComputeOutputs(images, weights, bias, results);
            AssertSameBits(plain.Outputs(images, weights, bias), results);
            product.ComputeOutputs(images, weights, default, results);
            AssertSameBits(plain.Outputs(images, weights, new T[outputs]), results);

            var weightGradients = Values<T>(weights.Length, 6);
            product.AddWeightGradients(images, gradients, weightGradients);
            AssertSameBits(plain.WeightGradients(images, gradients, Values<T>(weights.Length, 6)), weightGradients);

            var inputGradients = Values<T>(images.Length, 7);
            product.ComputeInputGradients(gradients, weights, inputGradients);
            AssertSameBits(plain.InputGradients(gradients, weights), inputGradients);
        }
    }
}
