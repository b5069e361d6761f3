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

    /// <summary>Computes the mean of the losses of a batch, and its derivatives by the outputs.</summary>
    /// <param name="outputs">examples × values.</param>
    /// <param name="batch">The examples, with the kind of answers that the loss takes.</param>
    /// <param name="outputGradients">Receives the derivatives of the mean; empty if they are not requested.</param>
    /// <returns>The mean.</returns>
    /// <exception cref="ArgumentException">A length does not fit, a label is not a class, or the examples have answers of the
    /// other kind; nothing is written.</exception>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, MiniBatch batch, Span<float> outputGradients = default);

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
