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

    /// <summary>Gets the weight of a batch with these labels: how much its mean counts beside the means of other batches. The
    /// number of labels, unless the loss weighs classes or ignores labels.</summary>
    /// <param name="labels">The class of each example.</param>
    /// <returns>At least 0.</returns>
    public virtual double GetWeight(ReadOnlySpan<int> labels) => labels.Length;

    /// <inheritdoc/>
    public sealed override double GetWeight(MiniBatch batch) => GetWeight(batch.Labels);

    /// <summary>Gets whether the loss leaves out examples with a label. <see langword="false"/> for every label, unless the loss
    /// overrides this method. Accuracies and confusion matrices leave out the same examples.</summary>
    /// <param name="label">The label.</param>
    public virtual bool Ignores(int label) => false;

    /// <inheritdoc/>
    internal override void Check(Dataset dataset, string argument)
    {
        base.Check(dataset, argument);
        if (dataset.IgnoredLabel is { } label && !Ignores(label))
        {
            throw new ArgumentException(
                Invariant($"The data set ignores the label {label}, and the loss does not. ") +
                Invariant($"Use new {nameof(SoftmaxCrossEntropy)}(ignoredLabel: {label}), or select the examples that have a class."),
                argument);
        }
    }

    /// <inheritdoc/>
    private protected sealed override AnswerKind Answers => AnswerKind.Labels;

    /// <inheritdoc/>
    private protected sealed override string DescribeOtherKind() =>
        $"{GetType().Name} compares outputs with the labels of classes; the examples have target values. Use a loss for " +
        $"target values, such as {nameof(SquaredLoss)}, or examples with labels.";
}
