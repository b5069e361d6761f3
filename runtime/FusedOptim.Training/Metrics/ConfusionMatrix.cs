using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Metrics;

/// <summary>
/// The number of examples of each class that were predicted to be of each class, and what follows from the numbers: accuracy, and
/// precision, recall and F1 of each class with their means.
/// </summary>
/// <remarks>Scores are those of scikit-learn's <c>classification_report</c>: 0 where they would be 0/0, and the macro mean is taken
/// over the classes that occur among labels or predictions. An example without a predicted class
/// (<see cref="UnclassifiedCount"/>) counts as wrong.</remarks>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;
    private readonly int[] _unclassified;

    /// <summary>Initializes a new instance from labels and predictions.</summary>
    /// <param name="labels">The class of each example.</param>
    /// <param name="predictions">The predicted class of each example, or −1 for none, such as from
    /// <see cref="Trainer.Classify(Dataset, CancellationToken)"/>.</param>
    /// <param name="classNames">The name of each class.</param>
    /// <param name="ignoredLabel">The label of examples that are left out; <see langword="null"/> by default.</param>
    /// <exception cref="ArgumentException">There are no classes, or not as many predictions as labels, or one of them is not a
    /// class.</exception>
    public ConfusionMatrix(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, IReadOnlyList<string> classNames, int? ignoredLabel = null)
        : this(labels, predictions, classNames, label => label == ignoredLabel)
    {
    }

    internal ConfusionMatrix(
        ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, IReadOnlyList<string> classNames, Func<int, bool> ignores)
    {
        ClassNames = ValueList<string>.Of(classNames);
        var count = ClassNames.Count;
        if (count == 0)
            throw new ArgumentException("There are no classes; there must be at least one.", nameof(classNames));
        if (predictions.Length != labels.Length)
        {
            throw new ArgumentException(
                Invariant($"predictions has {predictions.Length} values; it must have {labels.Length}, as labels has."),
                nameof(predictions));
        }

        _counts = new int[checked(count * count)];
        _unclassified = new int[count];
        for (var i = 0; i < labels.Length; i++)
        {
            if (ignores(labels[i]))
                continue;
            CheckClass(labels[i], i, nameof(labels));
            Count++;
            if (predictions[i] == -1)
            {
                _unclassified[labels[i]]++;
                continue;
            }

            CheckClass(predictions[i], i, nameof(predictions));
            _counts[labels[i] * count + predictions[i]]++;
        }

        Classes = new ValueList<ClassScores>(Enumerable.Range(0, count).Select(ScoresOf));
        (MacroMean, WeightedMean) = (MeanOver(count, weigh: false), MeanOver(count, weigh: true));

        void CheckClass(int value, int place, string argument)
        {
            if ((uint)value >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(
                    argument, value, Invariant($"Value {place} of {argument} is {value}; it must be from 0 to {count - 1}") +
                    (argument == nameof(labels) ? "." : ", or −1 for none."));
            }
        }
    }

    /// <summary>Gets the name of each class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Gets the number of examples, without those that are left out.</summary>
    public int Count { get; }

    /// <summary>Gets the number of examples that have no predicted class, because outputs are NaN or infinite.</summary>
    public int UnclassifiedCount => _unclassified.Sum();

    /// <summary>Gets the share of the examples whose predicted class is their label: 0 to 1; NaN where there are no
    /// examples.</summary>
    public double Accuracy => (double)Enumerable.Range(0, ClassNames.Count).Sum(label => this[label, label]) / Count;

    /// <summary>Gets the scores of each class.</summary>
    public IReadOnlyList<ClassScores> Classes { get; }

    /// <summary>Gets the mean of the scores over the classes that occur among labels or predictions: each counts the same.</summary>
    public ClassScores MacroMean { get; }

    /// <summary>Gets the mean of the scores over the examples: each class counts by the number of its examples.</summary>
    public ClassScores WeightedMean { get; }

    /// <summary>Gets the number of examples of a class that were predicted to be of a class.</summary>
    /// <param name="label">The class that they are of.</param>
    /// <param name="prediction">The class that was predicted.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int this[int label, int prediction] => _counts[Checked(label, nameof(label)) * ClassNames.Count + Checked(prediction, nameof(prediction))];

    /// <summary>Classifies a data set by the weights that a network holds, and compares classes with labels.
    /// <see cref="Trainer.ComputeConfusionMatrix"/> uses the evaluation weights. Examples with the ignored label of the data set
    /// are left out.</summary>
    /// <param name="network">The network.</param>
    /// <param name="dataset">The data, with labels.</param>
    /// <param name="cancellationToken">Ends the computation.</param>
    /// <exception cref="ArgumentException">The examples do not have labels or do not fit the network.</exception>
    /// <exception cref="OperationCanceledException">The computation was cancelled.</exception>
    public static ConfusionMatrix Compute(
        Network<float> network, Dataset dataset, CancellationToken cancellationToken = default) =>
        Compute(network, dataset, _ => false, cancellationToken);

    /// <summary>Gets the number of examples of a class that have no predicted class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public int GetUnclassifiedCount(int label) => _unclassified[Checked(label, nameof(label))];

    /// <summary>Writes two tables: the scores of each class, and the counts, with a row for each class and a column for each
    /// predicted one.</summary>
    public override string ToString() => ConfusionTable.Write(this);

    /// <summary>Classifies a data set, and leaves out more labels than the ignored one.</summary>
    internal static ConfusionMatrix Compute(
        Network<float> network, Dataset dataset, Func<int, bool> ignores, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(network);
        network.Check(dataset);
        if (!dataset.HasLabels)
        {
            throw new ArgumentException(
                "A confusion matrix compares predicted classes with labels, and the examples do not have labels.", nameof(dataset));
        }

        var predictions = network.Classify(dataset, cancellationToken);
        return new ConfusionMatrix(
            dataset.Labels, predictions, network.NamesWith(dataset), label => label == dataset.IgnoredLabel || ignores(label));
    }

    private ClassScores ScoresOf(int label)
    {
        var classes = Enumerable.Range(0, ClassNames.Count);
        var examples = classes.Sum(prediction => this[label, prediction]) + _unclassified[label];
        var predicted = classes.Sum(other => this[other, label]);
        var right = this[label, label];
        return new ClassScores(Share(right, predicted), Share(right, examples), Share(2 * right, predicted + examples), examples);
    }

    private ClassScores MeanOver(int count, bool weigh)
    {
        var occurring = Enumerable.Range(0, count)
            .Where(label => Classes[label].ExampleCount > 0 || Enumerable.Range(0, count).Any(other => this[other, label] > 0));
        var (precision, recall, f1, divisor) = (0.0, 0.0, 0.0, 0.0);
        foreach (var scores in occurring.Select(label => Classes[label]))
        {
            var weight = weigh ? scores.ExampleCount : 1;
            precision += weight * scores.Precision;
            recall += weight * scores.Recall;
            f1 += weight * scores.F1;
            divisor += weight;
        }

        return new ClassScores(precision / divisor, recall / divisor, f1 / divisor, Count);
    }

    private int Checked(int value, string argument) => (uint)value < (uint)ClassNames.Count
        ? value
        : throw new ArgumentOutOfRangeException(
            argument, value, Invariant($"{argument} is {value}; it must be from 0 to {ClassNames.Count - 1}."));

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
