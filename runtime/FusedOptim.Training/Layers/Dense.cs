using System.Runtime.CompilerServices;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// y = x·Wᵀ + b: each output is a weighted sum of all inputs and a bias, at each position alike. Parameters: "weight", outputs × inputs as
/// PyTorch has it, and "bias", outputs.
/// </summary>
public sealed record Dense : Layer
{
    /// <summary>A dense layer.</summary>
    /// <param name="inputs">The number of inputs; at least 1.</param>
    /// <param name="outputs">The number of outputs; at least 1.</param>
    /// <param name="weight">How the weights start; by default <see cref="Initializer.HeNormal"/>.</param>
    /// <param name="bias">How the biases start; by default <see cref="Initializer.Zeros"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Dense(int inputs, int outputs, Initializer? weight = null, Initializer? bias = null)
    {
        Inputs = AtLeastOne(inputs);
        Outputs = AtLeastOne(outputs);
        Weight = weight ?? Initializer.HeNormal;
        Bias = bias ?? Initializer.Zeros;
    }

    /// <summary>The number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>The number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>The initializer of the weights.</summary>
    public Initializer Weight { get; }

    /// <summary>The initializer of the biases.</summary>
    public Initializer Bias { get; }

    /// <inheritdoc/>
    public override string Kind => "dense";

    /// <inheritdoc/>
    internal override bool TreatsPositionsAlike => true;

    /// <inheritdoc/>
    public override int? InputFeatures => Inputs;

    /// <inheritdoc/>
    public override ExampleShape GetOutputShape(ExampleShape input) => input.WithFeatures(Outputs);

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder) => new DenseLayer<T>(
        Inputs,
        Outputs,
        builder.Add("weight", ParameterKind.Weight, Weight, Inputs, Outputs, Outputs, Inputs),
        builder.Add("bias", ParameterKind.Bias, Bias, Inputs, Outputs, Outputs),
        builder.Product);

    private static int AtLeastOne(int value, [CallerArgumentExpression(nameof(value))] string name = "") => value >= 1
        ? value
        : throw new ArgumentOutOfRangeException(
            name, value, Invariant($"{name} of a dense layer is {value}; it must be at least 1."));
}
