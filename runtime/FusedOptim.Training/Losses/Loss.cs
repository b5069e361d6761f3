using System.Numerics;

namespace FusedOptim.Training;

/// <summary>
/// What training makes small: a function of the outputs of a network and the labels, with its derivatives.
/// </summary>
public abstract record Loss
{
    /// <summary>Computes the mean of the losses of a batch, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × classes.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean, examples × classes; empty if nobody
    /// asks.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no labels, a length does not fit, or a label is no
    /// class.</exception>
    public abstract double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
