using FusedOptim.Guards;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// A dense layer with the weight W of a layer before it: y = x·Wᵀ + b, or y = x·W + b where the weight is transposed, at each position
/// alike. Parameter: "bias", outputs.
/// </summary>
/// <remarks>
/// <para>With the table of an <see cref="Embedding"/> as W, each output says how much x is like the row of a token (Press and Wolf, "Using
/// the output embedding to improve language models", 2017); the embedding must have a dense gradient
/// (<see cref="Embedding.HasDenseGradient"/>). With the transposed weight of a <see cref="Dense"/>, the layer is the decoder of an
/// autoencoder.</para>
/// <para>The weight belongs to the other layer: its name, its rule, and whether it is frozen. Its gradient is the sum of the gradients of
/// both layers.</para>
/// </remarks>
public sealed record TiedDense : Layer
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="layer">The full name of the layer that has the weight, such as "embedding1", or "residual1.dense1" for a layer within
    /// another.</param>
    /// <param name="inputs">The number of inputs; at least 1.</param>
    /// <param name="outputs">The number of outputs; at least 1.</param>
    /// <param name="isTransposed">Whether the weight is of inputs × outputs, and not of outputs × inputs.</param>
    /// <param name="bias">The initializer of the biases; by default <see cref="Initializer.Zeros"/>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public TiedDense(string layer, int inputs, int outputs, bool isTransposed = false, Initializer? bias = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        Layer = layer;
        Inputs = Guard.AtLeast(1, inputs);
        Outputs = Guard.AtLeast(1, outputs);
        IsTransposed = isTransposed;
        Bias = bias ?? Initializer.Zeros;
    }

    /// <summary>The full name of the layer that has the weight.</summary>
    public string Layer { get; }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Whether the weight is of inputs × outputs, and not of outputs × inputs.</summary>
    public bool IsTransposed { get; }

    /// <summary>The initializer of the biases.</summary>
    public Initializer Bias { get; }

    /// <inheritdoc/>
    public override string Kind => "tieddense";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override int? InputFeatures => Inputs;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => input.WithFeatures(Outputs);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">No layer before it has a weight of that name, the weight has another shape, or it has gradients
    /// of some rows alone.</exception>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var weight = FindWeight(builder);
        var bias = builder.Add("bias", ParameterKind.Bias, Bias, Inputs, Outputs, Outputs);
        return IsTransposed
            ? new TransposedDenseLayer<T>(Inputs, Outputs, weight, bias, builder.Product)
            : new DenseLayer<T>(Inputs, Outputs, weight, bias, builder.Product);
    }

    private Parameter<T> FindWeight<T>(LayerBuilder<T> builder)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var weight = builder.Parameters.FirstOrDefault(parameter => parameter.Name == $"{Layer}.weight");
        var (rows, columns) = IsTransposed ? (Inputs, Outputs) : (Outputs, Inputs);
        var fault =
            weight is null ? $"no layer before it has a parameter '{Layer}.weight'. There are " +
                $"{string.Join(", ", builder.Parameters.Select(parameter => parameter.Name).DefaultIfEmpty("none"))}."
            : weight.Shape.Rank != 2 || weight.Shape[0] != rows || weight.Shape[1] != columns ?
                Invariant($"'{weight.Name}' has the shape {weight.Shape}, and the layer takes one of [{rows}, {columns}]") +
                (IsTransposed ? ", inputs × outputs." : ", outputs × inputs.")
            : weight.RowGradient is not null ?
                $"'{weight.Name}' has gradients of some rows alone. Create the Embedding with hasDenseGradient: true."
            : null;
        return fault is null ? weight! : throw new ArgumentException($"'{builder.Name}' is tied to '{Layer}', but {fault}", nameof(builder));
    }
}
