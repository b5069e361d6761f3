using FusedOptim.Execution;
using FusedOptim.Guards;

namespace FusedOptim.LinearAlgebra;

/// <summary>
/// The products of a convolution and of its derivatives, over images whose channels are last. Images are read where they
/// are, without copies of their windows (implicit im2col); with padding, each thread has one padded image. Each sum has one
/// order, and is computed by fused multiply-add in <typeparamref name="T"/>: the same bits on every instruction set and any
/// number of threads.
/// </summary>
/// <remarks>An instance holds scratch memory: it is for one caller at a time. Calls allocate nothing after the first
/// ones.</remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed unsafe class ConvolutionProduct<T>
    where T : unmanaged
{
    private readonly ParallelConvolution<T> _convolution;
    private readonly int _outputSize;
    private readonly int _weightCount;

    /// <summary>Products that a team shares.</summary>
    /// <param name="windows">The windows of an image.</param>
    /// <param name="outputs">The number of channels of the output; at least 1.</param>
    /// <param name="team">The team; by default <see cref="WorkerTeam.Default"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of outputs is below 1, or there would be more than 2³¹ − 1
    /// weights or values of an output.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see langword="float"/> nor
    /// <see langword="double"/>.</exception>
    public ConvolutionProduct(ImageWindows windows, int outputs, WorkerTeam? team = null)
        : this(windows, outputs, team, KernelTargets.Selected)
    {
    }

    internal ConvolutionProduct(ImageWindows windows, int outputs, WorkerTeam? team, KernelTarget target)
    {
        ArgumentNullException.ThrowIfNull(windows);
        Element.CheckType<T>();
        Guard.Check(
            outputs >= 1 && (long)outputs * Math.Max(windows.Count, windows.WindowSize) <= int.MaxValue, outputs,
            Invariant($"at least 1, and weights and values of an output at most {int.MaxValue}"));
        Windows = windows;
        Outputs = outputs;
        _outputSize = windows.Count * outputs;
        _weightCount = windows.WindowSize * outputs;
        _convolution = new ParallelConvolution<T>(windows, outputs, team ?? WorkerTeam.Default, target);
    }

    /// <summary>The windows of an image.</summary>
    public ImageWindows Windows { get; }

    /// <summary>The number of channels of the output.</summary>
    public int Outputs { get; }

    /// <summary>y[n, i, o] = bias[o] + Σ_k W[o, k]·x[n, i, k], where x[n, i, k] is value k of window i of image n.</summary>
    /// <param name="images">images × height × width × channels.</param>
    /// <param name="weights">outputs × window height × window width × channels.</param>
    /// <param name="bias">What the sums start from: as many elements as outputs, or none for zero.</param>
    /// <param name="outputs">Receives images × rows of windows × columns of windows × outputs.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the outputs overlap an operand.</exception>
    public void ComputeOutputs(ReadOnlySpan<T> images, ReadOnlySpan<T> weights, ReadOnlySpan<T> bias, Span<T> outputs)
    {
        var count = Count(images, nameof(images));
        CheckLength(weights.Length, _weightCount, nameof(weights));
        if (!bias.IsEmpty)
            CheckLength(bias.Length, Outputs, nameof(bias));
        CheckLength(outputs.Length, (long)count * _outputSize, nameof(outputs));
        CheckApart(outputs, images, weights, nameof(outputs));
        CheckApart(outputs, bias, default, nameof(outputs));
        fixed (T* x = images, w = weights, b = bias, y = outputs)
            _convolution.ComputeOutputs(count, x, w, b, y);
    }

    /// <summary>dW[o, k] ← dW[o, k] + Σ_n Σ_i g[n, i, o]·x[n, i, k]: adds the derivatives by the weights.</summary>
    /// <param name="images">images × height × width × channels.</param>
    /// <param name="outputGradients">The derivatives by the outputs: images × rows of windows × columns of windows × outputs.</param>
    /// <param name="weightGradients">outputs × window height × window width × channels. The sum over images and windows is
    /// added to what they hold.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the derivatives by the weights overlap an operand.</exception>
    public void AddWeightGradients(ReadOnlySpan<T> images, ReadOnlySpan<T> outputGradients, Span<T> weightGradients)
    {
        var count = Count(images, nameof(images));
        CheckLength(outputGradients.Length, (long)count * _outputSize, nameof(outputGradients));
        CheckLength(weightGradients.Length, _weightCount, nameof(weightGradients));
        CheckApart(weightGradients, images, outputGradients, nameof(weightGradients));
        fixed (T* x = images, g = outputGradients, dw = weightGradients)
            _convolution.AddWeightGradients(count, x, g, dw);
    }

    /// <summary>dx[n, p] = Σ_(i, k) Σ_o g[n, i, o]·W[o, k], over all windows i whose value k is value p of the image: the
    /// derivatives by the images (a transposed convolution).</summary>
    /// <param name="outputGradients">The derivatives by the outputs: images × rows of windows × columns of windows × outputs.</param>
    /// <param name="weights">outputs × window height × window width × channels.</param>
    /// <param name="inputGradients">Receives images × height × width × channels.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the derivatives by the images overlap an operand.</exception>
    public void ComputeInputGradients(ReadOnlySpan<T> outputGradients, ReadOnlySpan<T> weights, Span<T> inputGradients)
    {
        var count = Count(inputGradients, nameof(inputGradients));
        CheckLength(outputGradients.Length, (long)count * _outputSize, nameof(outputGradients));
        CheckLength(weights.Length, _weightCount, nameof(weights));
        CheckApart(inputGradients, outputGradients, weights, nameof(inputGradients));
        fixed (T* g = outputGradients, w = weights, dx = inputGradients)
            _convolution.ComputeInputGradients(count, g, w, dx);
    }

    private int Count(ReadOnlySpan<T> images, string argument)
    {
        var (count, rest) = Math.DivRem(images.Length, Windows.ImageSize);
        return rest == 0 ? count : throw new ArgumentException(
            Invariant($"{argument} has {images.Length} elements; it must have {Windows.ImageSize} for each image."), argument);
    }

    private static void CheckLength(int length, long expected, string argument)
    {
        if (length != expected)
            throw new ArgumentException(Invariant($"{argument} has {length} elements; it must have {expected}."), argument);
    }

    private static void CheckApart(Span<T> result, ReadOnlySpan<T> a, ReadOnlySpan<T> b, string argument)
    {
        if (a.Overlaps(result) || b.Overlaps(result))
            throw new ArgumentException($"{argument} overlaps an operand; they must be apart.", argument);
    }
}
