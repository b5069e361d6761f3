using FusedOptim.Guards;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The largest value of each window of an image, for each channel: y[i, j, c] = max_{u, v} x[s·i + u, s·j + v, c]
/// (Ranzato, Huang, Boureau and LeCun, "Unsupervised learning of invariant feature hierarchies with applications to object
/// recognition", 2007, section 3). The output has ⌊(height − size)/s⌋ + 1 rows, and pixels of a row likewise; pixels beyond the last
/// whole window are left out. It has no parameters.
/// </summary>
/// <remarks>
/// The derivative goes to the pixel that the largest value is of: of equal values to the first, row by row. As in PyTorch,
/// NaN is larger than any number, and of several the last one counts.
/// </remarks>
public sealed record MaxPool2D : Layer
{
    /// <summary>The largest values of windows.</summary>
    /// <param name="size">The number of rows of a window, and of pixels of a row; at least 1.</param>
    /// <param name="stride">The step from window to window, down and to the right; at least 1, by default the size.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range: a size is from 1 to 4,096.</exception>
    public MaxPool2D(int size, int? stride = null)
    {
        // Places in a window are counted in single precision.
        Guard.CheckBetween(1, 4096, size);
        Guard.Check(stride is null or >= 1, stride ?? 0, "at least 1", nameof(stride));
        Size = size;
        Stride = stride ?? size;
    }

    /// <summary>The number of rows of a window, and of pixels of a row.</summary>
    public int Size { get; }

    /// <summary>The step from window to window.</summary>
    public int Stride { get; }

    /// <inheritdoc/>
    public override string Kind => "maxpool";

    /// <summary>The shape of the output: ⌊(height − size)/stride⌋ + 1 rows, pixels of a row likewise.</summary>
    /// <param name="input">The shape of images.</param>
    /// <exception cref="ArgumentException">A window is larger than the image.</exception>
    public override ExampleShape GetOutputShape(ExampleShape input)
    {
        var windows = ExampleWindows.Of(input, Size, Stride, padding: 0, nameof(input));
        return new(windows.Rows, windows.Columns, input.Features);
    }

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new MaxPool2DLayer<T>(
        builder.Team, ExampleWindows.Of(builder.InputShape, Size, Stride, padding: 0, nameof(builder)));
}
