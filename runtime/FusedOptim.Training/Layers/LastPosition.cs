using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>Gives the features of the last position, such as what a <see cref="Gru"/> remembers of a sequence when it has ended, to
/// classify the sequence by.</summary>
public sealed record LastPosition : Layer
{
    /// <inheritdoc/>
    public override string Kind => "lastposition";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The example is an image, whose positions are not the steps of a sequence.</exception>
    public override ExampleShape GetOutputShape(ExampleShape input) => input.Width == 1
        ? new(input.Features)
        : throw new ArgumentException(
            $"LastPosition takes a sequence, positions × features; it is given an image of {input} (height × width × channels). " +
            "To classify images, write Flatten instead.", nameof(input));

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new LastPositionLayer<T>(builder.InputShape.Size, builder.InputShape.Features);
    }
}
