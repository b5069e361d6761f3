using System.Globalization;
using System.Numerics;
using System.Text;
using FusedOptim.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Collections;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Losses;

/// <summary>
/// Softmax and cross-entropy in one: with p = softmax(z) and targets t, the mean over the batch of −Σ_j t_j·log p_j.
/// The target is 1 − ε + ε/K for the label and ε/K for the other of K classes, where ε is the label smoothing (Szegedy
/// et al., "Rethinking the Inception architecture for computer vision", 2016). With <see cref="SmoothedClasses.Others"/> the target is
/// 1 − ε for the label and ε/(K − 1) for the others.
/// </summary>
/// <remarks>
/// <para>With class weights w, the loss of an example with the label y is −(1 − ε)·w_y·log p_y − (ε/K)·Σ_j w_j·log p_j. The mean
/// is the sum of these losses divided by the sum of the w_y. Examples with the ignored label are in neither sum, and their
/// derivatives are 0. This is PyTorch's <c>CrossEntropyLoss(weight, ignore_index, label_smoothing)</c>, with two exceptions:
/// where the divisor is 0, because all labels of a batch are ignored or have the weight 0, loss and derivatives are 0, and a
/// class of the weight 0 adds nothing even where its probability is 0. PyTorch has NaN or infinity there.</para>
/// <para>The largest output of an example is subtracted from its others, so that no exponential overflows. Computed in
/// double, in order, rounded where it is stored: the same bits on every machine.</para>
/// </remarks>
public sealed record SoftmaxCrossEntropy : LabelLoss
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="labelSmoothing">ε: from 0 to below 1.</param>
    /// <param name="classWeights">w: the weight of each class, finite and at least 0; copied.
    /// <see cref="BalancedClassWeights.GetBalancedClassWeights"/> computes them from training data. <see langword="null"/> by
    /// default: all examples have the same weight.</param>
    /// <param name="ignoredLabel">The label of examples that are left out, such as −1: any number, also that of a class.
    /// <see langword="null"/> by default: none is.</param>
    /// <param name="smoothedClasses">The classes that ε is spread over. <see cref="SmoothedClasses.All"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing, a weight or <paramref name="smoothedClasses"/> is out of
    /// range.</exception>
    /// <exception cref="ArgumentException">There are weights, and none is above 0.</exception>
    public SoftmaxCrossEntropy(
        double labelSmoothing = 0, IReadOnlyList<double>? classWeights = null, int? ignoredLabel = null,
        SmoothedClasses smoothedClasses = SmoothedClasses.All)
    {
        Guard.Check(labelSmoothing is >= 0 and < 1, labelSmoothing, "at least 0 and below 1");
        LabelSmoothing = labelSmoothing;
        IgnoredLabel = ignoredLabel;
        Guard.Check(
            smoothedClasses is SmoothedClasses.All or SmoothedClasses.Others, (int)smoothedClasses, $"a {nameof(SmoothedClasses)}",
            nameof(smoothedClasses));
        SmoothedClasses = smoothedClasses;
        if (classWeights is null)
            return;
        for (var i = 0; i < classWeights.Count; i++)
        {
            var weight = classWeights[i];
            Guard.Check(weight >= 0 && double.IsFinite(weight), weight, "at least 0 and finite", Invariant($"classWeights[{i}]"));
        }

        if (!classWeights.Any(weight => weight > 0))
            throw new ArgumentException("No class has a weight above 0; at least one must have.", nameof(classWeights));
        ClassWeights = ValueList<double>.Of(classWeights);
    }

    /// <summary>Gets how much of the target is spread over <see cref="SmoothedClasses"/>: ε.</summary>
    public double LabelSmoothing { get; }

    /// <summary>Gets the classes that <see cref="LabelSmoothing"/> is spread over.</summary>
    public SmoothedClasses SmoothedClasses { get; }

    /// <summary>Gets the weight of each class; <see langword="null"/> where all examples have the same weight.</summary>
    public IReadOnlyList<double>? ClassWeights { get; }

    /// <summary>Gets the label of examples that are left out; <see langword="null"/> for none.</summary>
    public int? IgnoredLabel { get; }

    /// <inheritdoc/>
    public override double Evaluate<T>(
        ReadOnlySpan<T> outputs, ReadOnlySpan<int> labels, Span<T> outputGradients = default)
    {
        var classes = Check(outputs.Length, labels, outputGradients.Length);
        Operands.CheckOverlap<T>(outputGradients, outputs);
        var divisor = GetWeight(labels);
        var weights = ClassWeights is ValueList<double> list ? list.AsSpan() : default;
        var sum = 0.0;
        for (var i = 0; i < labels.Length; i++)
        {
            var gradients = outputGradients.IsEmpty ? default : outputGradients.Slice(i * classes, classes);
            if (divisor == 0 || Ignores(labels[i]))
            {
                gradients.Clear();
                continue;
            }

            var example = outputs.Slice(i * classes, classes);
            sum += weights.IsEmpty
                ? EvaluateExample(example, labels[i], gradients, 1.0 / divisor)
                : EvaluateWeightedExample(example, labels[i], weights, gradients, 1.0 / divisor);
        }

        return divisor == 0 ? 0 : sum / divisor;
    }

    /// <inheritdoc/>
    public override double GetWeight(ReadOnlySpan<int> labels)
    {
        var weight = 0.0;
        foreach (var label in labels)
        {
            if (!Ignores(label))
                weight += WeightOf(label, nameof(labels));
        }

        return weight;
    }

    /// <inheritdoc/>
    public override bool Ignores(int label) => label == IgnoredLabel;

    /// <inheritdoc/>
    public override void ComputeProbabilities(ReadOnlySpan<float> outputs, Span<double> probabilities) =>
        Softmax.Compute(outputs, probabilities);

    /// <inheritdoc/>
    internal override void CheckOutputs(int outputCount, string argument)
    {
        if (ClassWeights is { Count: var count } && count != outputCount)
        {
            throw new ArgumentException(
                Invariant($"{nameof(SoftmaxCrossEntropy)} has {count} class weights; it must have {outputCount}, one for each output."),
                argument);
        }
    }

    private double WeightOf(int label, string argument) =>
        ClassWeights is null ? 1
        : (uint)label < (uint)ClassWeights.Count ? ClassWeights[label]
        : throw new ArgumentOutOfRangeException(
            argument, label, Invariant($"A label is {label}; it must be from 0 to {ClassWeights.Count - 1}, as there are class weights."));

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
        var smoothing = ShareOfAll(outputs.Length);
        var spread = smoothing / outputs.Length;
        var scale = weight / sum;
        for (var j = 0; j < gradients.Length; j++)
        {
            var target = j == label ? 1 - smoothing + spread : spread;
            gradients[j] = T.CreateTruncating(double.CreateTruncating(gradients[j]) * scale - target * weight);
        }

        // −Σ t_j·log p_j = log Σ e^z_j − Σ t_j·z_j, as the targets sum to 1.
        var loss = Elementwise.Log(sum) - (1 - smoothing) * (double.CreateTruncating(outputs[label]) - maximum);
        return smoothing == 0 ? loss : loss - spread * sumOfOutputs;
    }

    private double EvaluateWeightedExample<T>(
        ReadOnlySpan<T> outputs, int label, ReadOnlySpan<double> weights, Span<T> gradients, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var maximum = double.NegativeInfinity;
        foreach (var output in outputs)
            maximum = Math.Max(maximum, double.CreateTruncating(output));

        var smoothing = ShareOfAll(outputs.Length);
        // With targets t_j of any sum: −Σ t_j·log p_j = Σ t_j · log Σ e^z_j − Σ t_j·z_j.
        var (sum, sumOfTargets, sumOfOutputs) = (0.0, 0.0, 0.0);
        for (var j = 0; j < outputs.Length; j++)
        {
            var shifted = double.CreateTruncating(outputs[j]) - maximum;
            sum += Elementwise.Exp(shifted);
            var target = WeightedTarget(j, label, weights, smoothing);
            // An impossible class of no weight is not NaN.
            if (target != 0)
            {
                sumOfTargets += target;
                sumOfOutputs += target * shifted;
            }
        }

        // ∂/∂z_j = Σ t_j · p_j − t_j.
        for (var j = 0; j < gradients.Length; j++)
        {
            var probability = Elementwise.Exp(double.CreateTruncating(outputs[j]) - maximum) / sum;
            gradients[j] = T.CreateTruncating(scale * (sumOfTargets * probability - WeightedTarget(j, label, weights, smoothing)));
        }

        return sumOfTargets * Elementwise.Log(sum) - sumOfOutputs;
    }

    private static double WeightedTarget(int j, int label, ReadOnlySpan<double> weights, double smoothing) =>
        (j == label ? (1 - smoothing) * weights[j] : 0) + smoothing / weights.Length * weights[j];

    // The share ε of the others is that of all classes where all get ε/(K − 1). A single class has no others.
    private double ShareOfAll(int classes) =>
        SmoothedClasses == SmoothedClasses.All ? LabelSmoothing
        : classes == 1 ? 0
        : LabelSmoothing * classes / (classes - 1);

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"{nameof(LabelSmoothing)} = {LabelSmoothing}");
        if (SmoothedClasses != SmoothedClasses.All)
            builder.Append(CultureInfo.InvariantCulture, $", {nameof(SmoothedClasses)} = {SmoothedClasses}");
        if (ClassWeights is not null)
            builder.Append(CultureInfo.InvariantCulture, $", {nameof(ClassWeights)} = {ClassWeights}");
        if (IgnoredLabel is not null)
            builder.Append(CultureInfo.InvariantCulture, $", {nameof(IgnoredLabel)} = {IgnoredLabel}");
        return true;
    }

    private int Check(int outputs, ReadOnlySpan<int> labels, int outputGradients)
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

        CheckOutputs(classes, nameof(outputs));
        for (var i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && !Ignores(labels[i]))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[i], Invariant($"Label {i} is {labels[i]}; it must be from 0 to {classes - 1}."));
            }
        }

        return classes;
    }
}
