using FusedOptim.Training.Data;

namespace FusedOptim.Training.Losses;

/// <summary>
/// The function that training minimizes: the difference between the outputs of a network and the answers of the examples, with its
/// derivatives. Every loss is a <see cref="LabelLoss"/>, for classes, or a <see cref="TargetLoss"/>, for target values. Derive a
/// custom loss from one of them.
/// </summary>
public abstract record Loss
{
    private protected Loss()
    {
    }

    /// <summary>Computes the mean of the losses of a batch, and its derivatives by the outputs. A loss that weighs examples
    /// computes the weighted mean.</summary>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples, with the kind of answers that the loss takes.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean; empty if they are not requested.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">A length does not fit, a label is not a class, or the examples have answers of the
    /// other kind; nothing is written.</exception>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, MiniBatch batch, Span<float> outputGradients = default);

    /// <summary>Gets the weight of a batch: how much its mean counts in the mean over several batches, or over the parts of a batch
    /// (<see cref="Trainer.MicroBatchCount"/>). The number of examples, unless the loss weighs examples or ignores some.</summary>
    /// <param name="batch">The examples, with the kind of answers that the loss takes.</param>
    /// <returns>At least 0. A mean of the weight 0 counts for nothing.</returns>
    public virtual double GetWeight(MiniBatch batch) => batch.Count;

    /// <summary>Computes the probabilities that the outputs for one example mean, as the loss reads outputs: softmax for
    /// <see cref="SoftmaxCrossEntropy"/>, the logistic function of each output for <see cref="LogisticLoss"/> and
    /// <see cref="WeightedLogisticLoss"/>. Override the method in a custom loss that does the same.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="probabilities">Receives a probability for each. All are NaN where the outputs do not tell.</param>
    /// <exception cref="NotSupportedException">The loss does not read outputs as probabilities.</exception>
    public virtual void ComputeProbabilities(ReadOnlySpan<float> outputs, Span<double> probabilities) =>
        throw new NotSupportedException(
            $"{GetType().Name} does not read outputs as probabilities. Train with {nameof(SoftmaxCrossEntropy)} or " +
            $"{nameof(LogisticLoss)}, or use the outputs themselves, by Predict.");

    /// <summary>Throws unless the loss takes the answers of a data set.</summary>
    internal virtual void Check(Dataset dataset, string argument) => Check(dataset.Answers, argument);

    /// <summary>Throws unless the loss takes so many outputs for each example.</summary>
    internal virtual void CheckOutputs(int outputCount, string argument)
    {
    }

    /// <summary>Throws unless examples have the answers that the loss takes.</summary>
    internal void Check(AnswerKind answers, string argument)
    {
        if (answers == Answers)
            return;
        throw new ArgumentException(
            answers == AnswerKind.None
                ? $"{GetType().Name} compares outputs with {(Answers == AnswerKind.Labels ? "labels" : "target values")}; the " +
                    "examples have neither labels nor target values. Use them for predictions, or add the answers."
                : DescribeOtherKind(),
            argument);
    }

    /// <summary>Gets the kind of answers that the loss takes.</summary>
    private protected abstract AnswerKind Answers { get; }

    /// <summary>Says what is wrong with answers of the other kind, and what to do.</summary>
    private protected abstract string DescribeOtherKind();
}
