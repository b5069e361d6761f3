using System.Numerics;
using FusedOptim.Training.Data;

namespace FusedOptim.Training.Losses;

/// <summary>A loss for regression: it compares each output for an example with a target value.</summary>
public abstract record TargetLoss : Loss
{
    /// <summary>Computes the mean of the losses of a batch by target values, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × values.</param>
    /// <param name="targets">examples × values: the outputs that the examples ought to have.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean, examples × values, in separate memory; empty if they
    /// are not requested.</param>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">There are no outputs, a length does not fit, or the derivatives share memory with
    /// outputs or targets; nothing is written.</exception>
    public abstract double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<T> targets, Span<T> outputGradients = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public sealed override double Evaluate(
        ReadOnlySpan<float> outputs, MiniBatch batch, Span<float> outputGradients = default)
    {
        Check(batch.Answers, nameof(batch));
        return Evaluate(outputs, batch.Targets, outputGradients);
    }

    /// <inheritdoc/>
    private protected sealed override AnswerKind Answers => AnswerKind.Targets;

    /// <inheritdoc/>
    private protected sealed override string DescribeOtherKind() =>
        $"{GetType().Name} compares outputs with target values; the examples have the labels of classes. " +
        $"{nameof(Dataset)}.{nameof(Dataset.WithOneHotTargets)} converts labels to target values.";
}
