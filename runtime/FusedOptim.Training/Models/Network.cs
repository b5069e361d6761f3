using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FusedOptim.Training;

/// <summary>
/// A network with its parameters, in one precision; built by <see cref="Sequential.Build{T}"/>. Batches are row by row:
/// examples × values. Memory for activations grows to the largest batch seen; a step allocates nothing after that.
/// </summary>
/// <remarks>
/// A step by hand: <see cref="Forward"/>, write the derivatives of the loss by the outputs into
/// <see cref="OutputGradients"/>, <see cref="Backward"/>, then step an optimizer of <see cref="Parameters"/>. Not for
/// several threads at once.
/// </remarks>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public sealed class Network<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly NetworkLayer<T>[] _layers;
    private readonly int[] _sizes;
    // What each layer takes, and last what the network gives; and the derivatives of the loss by them.
    private readonly ScratchMemory<T>[] _activations;
    private readonly ScratchMemory<T>[] _gradients;
    private int _count;

    internal Network(NetworkLayer<T>[] layers, int[] sizes, ParameterSet<T> parameters)
    {
        _layers = layers;
        _sizes = sizes;
        Parameters = parameters;
        _activations = [.. sizes.Select(_ => new ScratchMemory<T>())];
        _gradients = [.. sizes.Select(_ => new ScratchMemory<T>())];
    }

    /// <summary>
    /// Weights and biases, named as in PyTorch: "dense1.weight", outputs × inputs, and "dense1.bias".
    /// </summary>
    public ParameterSet<T> Parameters { get; }

    /// <summary>The number of values that the network takes for each example.</summary>
    public int InputSize => _sizes[0];

    /// <summary>The number of values that the network gives for each example.</summary>
    public int OutputSize => _sizes[^1];

    /// <summary>
    /// The derivatives of the loss by the outputs of the last <see cref="Forward"/>, for a loss to write and
    /// <see cref="Backward"/> to read: examples × <see cref="OutputSize"/>.
    /// </summary>
    public Span<T> OutputGradients => Take(_gradients, _layers.Length);

    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example. They are copied.</param>
    /// <returns>examples × <see cref="OutputSize"/>; good until the next call.</returns>
    /// <exception cref="ArgumentException">The length is not a positive multiple of
    /// <see cref="InputSize"/>.</exception>
    public ReadOnlySpan<T> Forward(ReadOnlySpan<T> inputs)
    {
        var (count, rest) = Math.DivRem(inputs.Length, InputSize);
        if (count == 0 || rest != 0)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; it must have {InputSize} for each of one or more examples.",
                nameof(inputs));
        }

        _count = count;
        inputs.CopyTo(Take(_activations, 0));
        for (var i = 0; i < _layers.Length; i++)
            _layers[i].Forward(Take(_activations, i), Take(_activations, i + 1));
        return Take(_activations, _layers.Length);
    }

    /// <summary>The class of each example of a batch: the one with the largest output, of equals the first.</summary>
    /// <param name="inputs">examples × <see cref="InputSize"/>; at least one example.</param>
    /// <param name="labels">Receives the class of each example.</param>
    /// <exception cref="ArgumentException">There are not <see cref="InputSize"/> inputs for each label, or no labels.
    /// </exception>
    public void Classify(ReadOnlySpan<T> inputs, Span<int> labels)
    {
        if (inputs.Length != (long)labels.Length * InputSize)
        {
            throw new ArgumentException(
                $"inputs has {inputs.Length} values; it must have {InputSize} for each of {labels.Length} labels.",
                nameof(inputs));
        }

        var outputs = Forward(inputs);
        for (var i = 0; i < labels.Length; i++)
            labels[i] = LargestOutput.IndexOf(outputs.Slice(i * OutputSize, OutputSize));
    }

    /// <summary>
    /// Adds the derivatives of the loss by the parameters to the parameters' gradients, for the batch of the last
    /// <see cref="Forward"/> and what <see cref="OutputGradients"/> holds.
    /// </summary>
    /// <exception cref="InvalidOperationException">There was no <see cref="Forward"/> before.</exception>
    public void Backward()
    {
        if (_count == 0)
            throw new InvalidOperationException("Backward needs the activations of a batch: call Forward before.");
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            // Nobody asks for the derivatives by the inputs of the network.
            var inputGradients = i > 0 ? Take(_gradients, i) : default;
            _layers[i].Backward(
                Take(_activations, i), Take(_activations, i + 1), Take(_gradients, i + 1), inputGradients);
        }
    }

    /// <summary>
    /// The SHA-256 of all values, parameter by parameter in the order of <see cref="Parameters"/>, little-endian: equal
    /// for equal weights, on every machine.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in Parameters)
            hash.AppendData(MemoryMarshal.AsBytes(parameter.Values));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Releases the parameters. Their spans must not be used afterwards.</summary>
    public void Dispose() => Parameters.Dispose();

    private Span<T> Take(ScratchMemory<T>[] memory, int index) => memory[index].Take(checked(_count * _sizes[index]));
}
