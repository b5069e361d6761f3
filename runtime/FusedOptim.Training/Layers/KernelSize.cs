using FusedOptim.Guards;

namespace FusedOptim.Training.Layers;

/// <summary>The size of a convolution's kernel. A number is a square kernel: 5, or <c>(3, 5)</c> for a height and a width.</summary>
public readonly record struct KernelSize
{
    /// <summary>A size.</summary>
    /// <param name="height">The number of rows; at least 1.</param>
    /// <param name="width">The number of pixels of a row; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public KernelSize(int height, int width)
    {
        Height = Guard.AtLeast(1, height);
        Width = Guard.AtLeast(1, width);
    }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Gets the size of a square kernel.</summary>
    /// <param name="side">The number of rows, and of pixels of a row; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static KernelSize FromInt32(int side)
    {
        Guard.Check(side >= 1, side, "at least 1", "kernel");
        return new(side, side);
    }

    /// <inheritdoc cref="FromInt32"/>
    public static implicit operator KernelSize(int side) => FromInt32(side);

    /// <summary>Gets the size of a height and a width.</summary>
    /// <param name="size">The number of rows, and of pixels of a row; each at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static implicit operator KernelSize((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>"5 × 5".</summary>
    public override string ToString() => Invariant($"{Height} × {Width}");
}
