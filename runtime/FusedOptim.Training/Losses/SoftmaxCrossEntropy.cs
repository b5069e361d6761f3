using System.Numerics;
using FusedOptim.CompilerServices;
using FusedOptim.Guards;

namespace FusedOptim.Training.Losses;

/// <summary>
/// Softmax and cross-entropy in one: with p = softmax(z) and targets t, the mean over the batch of −Σ_j t_j·log p_j.
/// The target is 1 − ε + ε/K for the label and ε/K for the other of K classes, where ε is the label smoothing (Szegedy
/// et al., "Rethinking the Inception architecture for computer vision", 2016).
/// </summary>
/// <remarks>
/// The largest output of an example is subtracted from its others, so that no exponential overflows. Computed in
/// double, in order, rounded where it is stored: the same bits on every machine.
/// </remarks>
public sealed record SoftmaxCrossEntropy : LabelLoss
{
    /// <summary>Initializes a new instance with a label smoothing.</summary>
    /// <param name="labelSmoothing">ε: from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is out of range.</exception>
    public SoftmaxCrossEntropy(double labelSmoothing = 0)
    {
        Guard.Check(labelSmoothing is >= 0 and < 1, labelSmoothing, "at least 0 and below 1");

        LabelSmoothing = labelSmoothing;
    }

    /// <summary>How much of the target is spread over all classes: ε.</summary>
    public double LabelSmoothing { get; }

    /// <inheritdoc/>
    public override double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default)
    {
        var classes = Check(outputs.Length, labels, outputGradients.Length);
        Operands.CheckOverlap<T>(outputGradients, outputs);
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var gradients = outputGradients.IsEmpty ? default : outputGradients.Slice(i * classes, classes);
            sum += EvaluateExample(outputs.Slice(i * classes, classes), labels[i], gradients, 1.0 / labels.Length);
        }

        return sum / labels.Length;
    }

    private double EvaluateExample<T>(ReadOnlySpan<T> outputs, int label, Span<T> gradients, double weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var maximum = double.CreateTruncating(outputs[0]);
        foreach (var output in outputs)
            maximum = Math.Max(maximum, double.CreateTruncating(output));

        var (sum, sumOfOutputs) = (0.0, 0.0);
        for (var j = 0; j < outputs.Length; j++)
        {
            var shifted = double.CreateTruncating(outputs[j]) - maximum;
            var exponential = Elementwise.Exp(shifted);
            sum += exponential;
            sumOfOutputs += shifted;
            if (!gradients.IsEmpty)
                gradients[j] = T.CreateTruncating(exponential);
        }

        // ∂/∂z_j = p_j − t_j.
        var spread = LabelSmoothing / outputs.Length;
        var scale = weight / sum;
        for (var j = 0; j < gradients.Length; j++)
        {
            var target = j == label ? 1 - LabelSmoothing + spread : spread;
            gradients[j] = T.CreateTruncating(double.CreateTruncating(gradients[j]) * scale - target * weight);
        }

        // −Σ t_j·log p_j = log Σ e^z_j − Σ t_j·z_j, as the targets sum to 1.
        var loss = Elementwise.Log(sum) - (1 - LabelSmoothing) * (double.CreateTruncating(outputs[label]) - maximum);
        return LabelSmoothing == 0 ? loss : loss - spread * sumOfOutputs;
    }

    private static int Check(int outputs, ReadOnlySpan<int> labels, int outputGradients)
    {
        if (labels.IsEmpty)
            throw new ArgumentException("There are no labels; a batch has at least one example.", nameof(labels));
        var (classes, rest) = Math.DivRem(outputs, labels.Length);
        if (classes == 0 || rest != 0)
        {
            throw new ArgumentException(
                Invariant($"outputs has {outputs} values; it must have as many for each of {labels.Length} labels."),
                nameof(outputs));
        }

        if (outputGradients != 0 && outputGradients != outputs)
        {
            throw new ArgumentException(
                Invariant($"outputGradients has {outputGradients} values; it must have {outputs}, as outputs has, or none."),
                nameof(outputGradients));
        }

        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[i], Invariant($"Label {i} is {labels[i]}; it must be from 0 to {classes - 1}."));
            }
        }

        return classes;
    }
}
