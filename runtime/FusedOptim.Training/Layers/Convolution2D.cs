using FusedOptim.Guards;
using FusedOptim.LinearAlgebra;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Convolution of images: y[i, j, o] = b[o] + Σ_{u, v, c} W[o, u, v, c]·x[s·i + u − p, s·j + v − p, c], with stride s and
/// padding p, where x is 0 outside of the image (LeCun, Bottou, Bengio and Haffner, "Gradient-based learning applied to
/// document recognition", 1998, section II.A). As in PyTorch's Conv2d, the kernel is not flipped (a cross-correlation).
/// The output has ⌊(height + 2·p − kernel height)/s⌋ + 1 rows, and pixels of a row likewise. Parameters: "weight", outputs ×
/// kernel height × kernel width × inputs, and "bias", outputs.
/// </summary>
/// <remarks>
/// An image has its channels last, and so has the weight. PyTorch's weight is outputs × inputs × height × width:
/// <c>weight.permute(0, 2, 3, 1)</c> is the weight here, and <c>permute(0, 3, 1, 2)</c> leads back. A dense layer behind
/// <see cref="Flatten"/> takes height × width × channels, in PyTorch channels × height × width.
/// <para>Each output is summed over kernel rows, kernel columns and channels in this order, by fused multiply-add: the same
/// bits on every machine and any number of threads. Images are read where they are, without copies of their windows; with
/// padding, each thread has a copy of one image with zeros around it.</para>
/// </remarks>
public sealed record Convolution2D : Layer
{
    /// <summary>A convolution.</summary>
    /// <param name="inputs">The number of channels that it takes; at least 1.</param>
    /// <param name="outputs">The number of channels that it gives; at least 1.</param>
    /// <param name="kernel">The size of the kernel: a number for a square one, or a height and a width, each at least 1.</param>
    /// <param name="stride">The step from window to window, down and to the right; at least 1.</param>
    /// <param name="padding">The number of zeros on each side of a row and a column; at least 0.</param>
    /// <param name="weight">How the weights start; by default <see cref="Initializer.HeNormal"/>. The fan-in is inputs ·
    /// kernel height · kernel width, the fan-out outputs · kernel height · kernel width, as in PyTorch.</param>
    /// <param name="bias">How the biases start; by default <see cref="Initializer.Zeros"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range, or there would be more than 2³¹ − 1
    /// weights.</exception>
    public Convolution2D(
        int inputs, int outputs, KernelSize kernel, int stride = 1, int padding = 0, Initializer? weight = null,
        Initializer? bias = null)
    {
        Inputs = Guard.AtLeast(1, inputs);
        Outputs = Guard.AtLeast(1, outputs);
        Guard.Check(kernel.Height >= 1, kernel.Height, "at least 1", nameof(kernel));
        Stride = Guard.AtLeast(1, stride);
        Padding = Guard.AtLeast(0, padding);
        var area = (Int128)kernel.Height * kernel.Width;
        if (area * inputs * outputs > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(kernel), kernel,
                Invariant($"A kernel of {kernel} from {inputs} to {outputs} channels has {area * inputs * outputs} weights; there must be ") +
                $"at most {int.MaxValue}.");
        }

        Kernel = kernel;
        Weight = weight ?? Initializer.HeNormal;
        Bias = bias ?? Initializer.Zeros;
    }

    /// <summary>The number of channels that it takes.</summary>
    public int Inputs { get; }

    /// <summary>The number of channels that it gives.</summary>
    public int Outputs { get; }

    /// <summary>The size of the kernel.</summary>
    public KernelSize Kernel { get; }

    /// <summary>The step from window to window.</summary>
    public int Stride { get; }

    /// <summary>The number of zeros on each side.</summary>
    public int Padding { get; }

    /// <summary>The initializer of the weights.</summary>
    public Initializer Weight { get; }

    /// <summary>The initializer of the biases.</summary>
    public Initializer Bias { get; }

    /// <inheritdoc/>
    public override string Kind => "conv";

    /// <inheritdoc/>
    public override int? InputFeatures => Inputs;

    /// <summary>The shape of the output: ⌊(height + 2·padding − kernel height)/stride⌋ + 1 rows, pixels of a row likewise.</summary>
    /// <param name="input">The shape of images.</param>
    /// <exception cref="ArgumentException">The kernel is larger than the image with its padding.</exception>
    public override ExampleShape GetOutputShape(ExampleShape input)
    {
        var windows = ExampleWindows.Of(input, Kernel, Stride, Padding, nameof(input));
        return new(windows.Rows, windows.Columns, Outputs);
    }

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var area = Kernel.Height * Kernel.Width;
        var (fanIn, fanOut) = (area * Inputs, area * Outputs);
        var windows = ExampleWindows.Of(builder.InputShape, Kernel, Stride, Padding, nameof(builder));
        return new Convolution2DLayer<T>(
            new ConvolutionProduct<T>(windows, Outputs, builder.Team),
            builder.Add("weight", ParameterKind.Weight, Weight, fanIn, fanOut, Outputs, Kernel.Height, Kernel.Width, Inputs),
            builder.Add("bias", ParameterKind.Bias, Bias, fanIn, fanOut, Outputs));
    }

    /// <inheritdoc/>
    internal override string AdviseOn(ExampleShape given) =>
        given.Width == 1
            ? Invariant($"; put the shape of the images in front of the model, such as new Input(28, 28, {Inputs})")
        : given.Height == Inputs
            ? Invariant($"; the channels of an image come last, as in new Input({given.Width}, {given.Features}, {Inputs})")
        : "";
}
