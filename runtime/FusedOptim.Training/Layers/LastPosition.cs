using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>Gives the features of the last position, such as what a <see cref="Gru"/> remembers of a sequence when it has ended, to
/// classify the sequence by.</summary>
public sealed record LastPosition : Layer
{
    /// <inheritdoc/>
    public override string Kind => "lastposition";

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => new(input.Features);

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return new LastPositionLayer<T>(builder.InputShape.Size, builder.InputShape.Features);
    }
}
