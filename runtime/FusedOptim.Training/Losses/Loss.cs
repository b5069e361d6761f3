using System.Numerics;

namespace FusedOptim.Training;

/// <summary>
/// What training makes small: a function of the outputs of a network and of what it should have given, with its
/// derivatives. A loss takes labels or target values, or both.
/// </summary>
public abstract record Loss
{
    /// <summary>Computes the mean of the losses of a batch by the labels, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × classes.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean, examples × classes, in memory of their own; empty if
    /// nobody asks.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no labels, a length does not fit, a label is no class, or the derivatives
    /// share memory with the outputs; nothing is written.</exception>
    /// <exception cref="NotSupportedException">The loss takes target values.</exception>
    public virtual double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException(
            $"{GetType().Name} compares outputs with target values; the examples have labels. " +
            $"{nameof(Dataset.WithOneHotTargets)} makes such values of labels.");

    /// <summary>Computes the mean of the losses of a batch by target values, and its derivatives by the
    /// outputs.</summary>
    /// <param name="outputs">examples × values.</param>
    /// <param name="targets">What they should have been.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean, examples × values, in memory of their own; empty if
    /// nobody asks.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no outputs, a length does not fit, or the derivatives share memory with
    /// outputs or targets; nothing is written.</exception>
    /// <exception cref="NotSupportedException">The loss takes labels.</exception>
    public virtual double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        throw new NotSupportedException(
            $"{GetType().Name} takes the labels of classes; the examples have target values.");

    /// <summary>Computes the mean of the losses of a batch, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples, with labels or target values.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean; empty if nobody asks.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a label is no class.</exception>
    /// <exception cref="NotSupportedException">The loss takes labels, and there are target values; or the other way
    /// around.</exception>
    public double Evaluate(ReadOnlySpan<float> outputs, MiniBatch batch, Span<float> outputGradients = default) =>
        batch.Labels.IsEmpty
            ? Evaluate(outputs, batch.Targets, outputGradients)
            : Evaluate(outputs, batch.Labels, outputGradients);
}
