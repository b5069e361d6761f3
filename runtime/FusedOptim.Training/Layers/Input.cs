using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>Says the shape of examples, in front of a model's other layers; what it gives is what it takes.</summary>
public sealed record Input : Layer
{
    /// <summary>Examples of one position.</summary>
    /// <param name="features">The number of features; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public Input(int features)
        : this(1, features)
    {
    }

    /// <summary>Examples of several positions, such as sequences.</summary>
    /// <param name="positions">The number of positions; at least 1.</param>
    /// <param name="features">The number of features of each; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Input(int positions, int features) => Shape = new ExampleShape(positions, features);

    /// <summary>Images: rows from the top, in a row pixels from the left, in a pixel its channels, as in
    /// <c>Data.Images.ImageShape</c>.</summary>
    /// <param name="height">The number of rows; at least 1.</param>
    /// <param name="width">The number of pixels of a row; at least 1.</param>
    /// <param name="channels">The number of channels of a pixel: its features; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public Input(int height, int width, int channels) => Shape = new ExampleShape(height, width, channels);

    /// <summary>The shape of examples.</summary>
    public ExampleShape Shape { get; }

    /// <inheritdoc/>
    public override string Kind => "input";

    /// <inheritdoc/>
    public override int? InputFeatures => Shape.Features;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => input == Shape
        ? input
        : throw new ArgumentException($"The input is of shape {Shape}, but it is given {input}.", nameof(input));

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new IdentityLayer<T>();
}
