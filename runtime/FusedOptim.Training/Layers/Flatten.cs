using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>Makes one position of all: an example's values stay as they are, in their order.</summary>
public sealed record Flatten : Layer
{
    /// <inheritdoc/>
    public override string Kind => "flatten";

    /// <inheritdoc/>
    internal override bool FlattensFirst => true;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => new(input.Size);

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new IdentityLayer<T>();
}
