using System.Numerics;

namespace FusedOptim.Training.Layers;

/// <summary>
/// A layer of a network, in one precision. Spans hold a batch, row by row: examples × positions × features. The network
/// owns the memory; a layer allocates nothing per call, once it has seen the largest batch.
/// </summary>
/// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
public abstract class NetworkLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the outputs of a batch.</summary>
    /// <param name="inputs">examples × input size.</param>
    /// <param name="outputs">Receives examples × output size.</param>
    /// <param name="pass">Whether the network learns.</param>
    public abstract void Forward(ReadOnlySpan<T> inputs, Span<T> outputs, ForwardPass pass);

    /// <summary>
    /// Adds the derivatives of the loss by the parameters to the parameters' gradients, and computes those by the
    /// inputs, for the batch of the last <see cref="Forward"/>, which was of training. What a layer needs of its outputs
    /// it keeps itself: their memory may be another's by then. A parameter that is frozen (<see cref="Parameter.IsFrozen"/>)
    /// gets no derivatives, and their computation can be left out; the memory of its gradients should not be touched.
    /// </summary>
    /// <param name="inputs">What <see cref="Forward"/> was given.</param>
    /// <param name="outputGradients">The derivatives of the loss by the outputs.</param>
    /// <param name="inputGradients">Receives the derivatives by the inputs; empty if nobody asks for them.</param>
    public abstract void Backward(
        ReadOnlySpan<T> inputs, ReadOnlySpan<T> outputGradients, Span<T> inputGradients);
}
