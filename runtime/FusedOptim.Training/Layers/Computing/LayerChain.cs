using System.Numerics;
using FusedOptim.Memory;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>Layers that compute one after the other, with the memory between them.</summary>
/// <param name="layers">The layers, first to last.</param>
/// <param name="sizes">The number of values of an example that each layer takes, and last that the chain gives.</param>
/// <param name="parameters">The parameters of each layer.</param>
internal sealed class LayerChain<T>(NetworkLayer<T>[] layers, int[] sizes, Parameter<T>[][] parameters) : NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // What each layer but the last gives, and the derivatives of the loss by that.
    private readonly ScratchMemory<T>[] _activations = Memory(layers.Length - 1);
    private readonly ScratchMemory<T>[] _gradients = Memory(layers.Length - 1);
    private int _count;
    // The first layer that the last backward pass came to.
    private int _first;

    /// <summary>The layers.</summary>
    public IReadOnlyList<NetworkLayer<T>> Layers => layers;

    /// <summary>What a layer gave for the last batch; it must not be the last layer.</summary>
    public Span<T> GetActivations(int layer) => _activations[layer].Take(checked(_count * sizes[layer + 1]));

    /// <summary>The derivatives of the loss by what a layer gave; it must not be the last layer. Empty where the last
    /// backward pass did not need them.</summary>
    public Span<T> GetActivationGradients(int layer) =>
        layer >= _first ? _gradients[layer].Take(checked(_count * sizes[layer + 1])) : default;

    public override void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass)
    {
        _count = inputs.Length / sizes[0];
        for (var i = 0; i < layers.Length; i++)
        {
            layers[i].Forward(
                i == 0 ? inputs : GetActivations(i - 1), i == layers.Length - 1 ? outputs : GetActivations(i), pass);
        }
    }

    public override void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients)
    {
        _first = inputGradients.IsEmpty ? FirstTrained : 0;
        for (var i = layers.Length - 1; i >= _first; i--)
        {
            var isLast = i == layers.Length - 1;
            layers[i].Backward(
                i == 0 ? inputs : GetActivations(i - 1),
                isLast ? outputGradients : GetActivationGradients(i),
                i == _first ? inputGradients : GetActivationGradients(i - 1));
        }
    }

    // The index of the first layer with a parameter that is not frozen. Where the derivatives by what the chain takes are not
    // requested, no layer before that one has to compute any.
    private int FirstTrained
    {
        get
        {
            for (var layer = 0; layer < parameters.Length; layer++)
            {
                foreach (var parameter in parameters[layer])
                {
                    if (!parameter.IsFrozen)
                        return layer;
                }
            }

            return layers.Length;
        }
    }

    private static ScratchMemory<T>[] Memory(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new ScratchMemory<T>())];
}
