using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// Weight normalization: a dense layer whose weights to each output are w = g·v/‖v‖, so that their length g and their
/// direction v/‖v‖ are learned apart (Salimans and Kingma, "Weight normalization: a simple reparameterization to accelerate
/// training of deep neural networks", 2016). Parameters, named and shaped as PyTorch's weight_norm does: "weight_g",
/// outputs × 1, "weight_v", outputs × inputs, and "bias", outputs.
/// </summary>
/// <remarks>
/// v starts as the weights of the dense layer would, and g with the lengths of its rows, so that the layer starts as that
/// dense layer, up to rounding. A row of v that is zero has no direction: it gives zero weights, and no derivatives.
/// </remarks>
public sealed record WeightNorm : Layer
{
    /// <summary>A dense layer with normalized weights.</summary>
    /// <param name="layer">Its sizes, and how v and the biases start.</param>
    /// <exception cref="ArgumentException">The layer has a name, which belongs to the normalized layer.</exception>
    public WeightNorm(Dense layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Name is { } name)
        {
            throw new ArgumentException(
                $"The dense layer has the name '{name}', which no parameter would have. Give the name to the layer around it: " +
                $"new WeightNorm(...) {{ Name = \"{name}\" }}.", nameof(layer));
        }

        Layer = layer;
    }

    /// <summary>The layer whose weights are normalized.</summary>
    public Dense Layer { get; }

    /// <inheritdoc/>
    public override string Kind => "weightnorm";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override int? InputFeatures => Layer.InputFeatures;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => Layer.GetOutputShape(input);

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        var (inputs, outputs) = (Layer.Inputs, Layer.Outputs);
        var direction = builder.Add("weight_v", ParameterKind.Weight, Layer.Weight, inputs, outputs, outputs, inputs);
        var lengths = new RowNorms<T>(direction, inputs);
        var length = builder.Add("weight_g", ParameterKind.Scale, lengths, inputs, outputs, outputs, 1);
        var bias = builder.Add("bias", ParameterKind.Bias, Layer.Bias, inputs, outputs, outputs);
        return new WeightNormLayer<T>(builder.Team, builder.Product, direction, length, bias);
    }
}
