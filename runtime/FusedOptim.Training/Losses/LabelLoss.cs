using System.Numerics;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Losses;

/// <summary>A loss for classification: it compares the outputs for an example, one for each class, with the example's
/// label.</summary>
public abstract record LabelLoss : Loss
{
    /// <summary>Computes the mean of the losses of a batch by the labels, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × classes.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean, examples × classes, in separate memory; empty if they
    /// are not requested.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no labels, a length does not fit, a label is not a class, or the derivatives
    /// share memory with the outputs; nothing is written.</exception>
    public abstract double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public sealed override double Evaluate(
        ReadOnlySpan<float> outputs, MiniBatch batch, Span<float> outputGradients = default)
    {
        Check(batch.Answers, nameof(batch));
        return Evaluate(outputs, batch.Labels, outputGradients);
    }

    /// <inheritdoc/>
    private protected sealed override AnswerKind Answers => AnswerKind.Labels;

    /// <inheritdoc/>
    private protected sealed override string DescribeOtherKind() =>
        $"{GetType().Name} compares outputs with the labels of classes; the examples have target values. Use a loss for " +
        $"target values, such as {nameof(SquaredLoss)}, or examples with labels.";
}
