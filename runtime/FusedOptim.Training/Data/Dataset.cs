using System.Diagnostics;
using System.Runtime.CompilerServices;
using FusedOptim.Guards;
using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <summary>
/// Examples: a row of features for each, and a label, for classification, or a row of target values, for regression, or neither, for
/// predictions. Immutable, except through the arrays passed to constructors, which are not copied.
/// </summary>
[DebuggerDisplay("{DebuggerDisplay,nq}")]
public sealed partial class Dataset
{
    private readonly float[] _features;
    private readonly int[] _labels = [];
    private readonly float[] _targets = [];
    private readonly DatasetNames _names;

    /// <summary>Initializes a data set for classification over arrays, which are not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label. Where labels count from 1,
    /// class 0 is one more, and has no examples.</param>
    /// <param name="ignoredLabel">The label of examples without a class, such as −1. They are left out of losses that ignore the
    /// label (<see cref="Losses.SoftmaxCrossEntropy.IgnoredLabel"/>), of accuracies and of confusion matrices.
    /// <see langword="null"/> by default: every example has a class.</param>
    /// <exception cref="ArgumentException">There are no examples or no features, the features are not as many for each
    /// label, a feature is not finite, or a label is neither ignored nor from 0 to the number of classes − 1; rows count from
    /// 0.</exception>
    // [.. labels] can be an array of either type: whole numbers are labels.
    [OverloadResolutionPriority(1)]
    public Dataset(float[] features, int[] labels, int? classCount = null, int? ignoredLabel = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        FeatureCount = CheckRows(features, labels.Length);
        if (classCount is { } stated)
            Guard.AtLeast(1, stated, nameof(classCount));
        IgnoredLabel = ignoredLabel;
        ClassCount = classCount
            ?? (int)Math.Clamp(labels.Where(label => label != ignoredLabel).DefaultIfEmpty().Max() + 1L, 1, int.MaxValue);
        for (var row = 0; row < labels.Length; row++)
        {
            if ((uint)labels[row] >= (uint)ClassCount && labels[row] != ignoredLabel)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels), labels[row],
                    Invariant($"The label of row {row} is {labels[row]}; it must be ") +
                    (classCount is null && labels[row] < 0 ? "at least 0." : Invariant($"from 0 to {ClassCount - 1}.")));
            }
        }

        _features = features;
        _labels = labels;
        _names = DatasetNames.Default(ClassCount);
        Count = labels.Length;
    }

    /// <summary>Initializes a data set for regression over arrays, which are not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="targets">examples × values that a network is to give, row by row; finite.</param>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentException">There are no examples, the features or targets are not as many for each, or one
    /// is not finite.</exception>
    public Dataset(float[] features, float[] targets, int count)
    {
        FeatureCount = CheckRows(features, count);
        TargetCount = CheckRows(targets, count);
        _features = features;
        _targets = targets;
        _names = DatasetNames.Default(classCount: 0);
        Count = count;
    }

    /// <summary>Initializes a data set of what is checked.</summary>
    internal Dataset(
        float[] features, int[] labels, float[] targets, int count, int classCount, DatasetNames names, int missingCount)
    {
        _features = features;
        _labels = labels;
        _targets = targets;
        _names = names;
        Count = count;
        FeatureCount = features.Length / count;
        TargetCount = targets.Length / count;
        ClassCount = classCount;
        MissingCount = missingCount;
    }

    /// <summary>Gets the number of examples.</summary>
    public int Count { get; }

    /// <summary>Gets the number of features of each example.</summary>
    public int FeatureCount { get; }

    /// <summary>Gets the number of features of all examples together that are missing: NaN in <see cref="Features"/>. Networks refuse
    /// data with missing features.</summary>
    public int MissingCount { get; }

    /// <summary>Whether examples have labels.</summary>
    public bool HasLabels => _labels.Length > 0;

    /// <summary>Whether examples have target values.</summary>
    public bool HasTargets => TargetCount > 0;

    /// <summary>Gets the number of classes; 0 where there are no labels.</summary>
    public int ClassCount { get; }

    /// <summary>Gets the label of examples without a class, which are left out of losses, accuracies and confusion matrices;
    /// <see langword="null"/> where every example has a class.</summary>
    public int? IgnoredLabel { get; private init; }

    /// <summary>Gets the number of target values of each example; 0 where there are none.</summary>
    public int TargetCount { get; }

    /// <summary>Gets all features: examples × features, row by row.</summary>
    public ReadOnlySpan<float> Features => _features;

    /// <summary>Gets the class of each example; empty where there are no labels.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>Gets all target values: examples × values, row by row; empty where there are none.</summary>
    public ReadOnlySpan<float> Targets => _targets;

    /// <summary>Gets the names of the features; empty where they are not known.</summary>
    public IReadOnlyList<string> FeatureNames => _names.Features;

    /// <summary>Gets the name of each class, by default "0", "1" and so on; empty where there are no labels.</summary>
    public IReadOnlyList<string> ClassNames => _names.Classes;

    /// <summary>Gets the names of the target values; empty where they are not known.</summary>
    public IReadOnlyList<string> TargetNames => _names.Targets;

    /// <summary>Creates a data set without labels and target values, for predictions, over an array, which is not copied.</summary>
    /// <param name="features">examples × features, row by row; finite.</param>
    /// <param name="count">The number of examples; at least 1.</param>
    /// <exception cref="ArgumentException">There are no examples, the features are not as many for each, or one is not
    /// finite.</exception>
    public static Dataset Unlabeled(float[] features, int count)
    {
        CheckRows(features, count);
        return new Dataset(features, [], [], count, classCount: 0, DatasetNames.Default(classCount: 0), missingCount: 0);
    }

    /// <summary>A data set of rows, which are copied.</summary>
    /// <param name="rows">The features of each example: all of one length; finite.</param>
    /// <param name="labels">The class of each example, from 0.</param>
    /// <param name="classCount">The number of classes; by default one more than the largest label.</param>
    /// <exception cref="ArgumentException">The rows have different lengths, or what the constructor
    /// refuses.</exception>
    public static Dataset FromRows(IReadOnlyList<float[]> rows, IReadOnlyList<int> labels, int? classCount = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(labels);
        if (rows.Count != labels.Count)
        {
            throw new ArgumentException(
                $"There are {rows.Count} rows and {labels.Count} labels; each row must have one.", nameof(labels));
        }

        CheckLengths(rows, "features", nameof(rows));
        return new Dataset([.. rows.SelectMany(row => row)], [.. labels], classCount);
    }

    /// <summary>Creates a data set of rows with target values, which are copied.</summary>
    /// <param name="rows">The features of each example: all of one length; finite.</param>
    /// <param name="targets">The values that a network is to give for each example: all of one length; finite.</param>
    /// <exception cref="ArgumentException">There are no rows, rows or targets have different lengths, there are more of one than of the
    /// other, or a value is not finite.</exception>
    public static Dataset FromRows(IReadOnlyList<float[]> rows, IReadOnlyList<float[]> targets)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(targets);
        if (rows.Count != targets.Count)
        {
            throw new ArgumentException(
                $"There are {rows.Count} rows and {targets.Count} targets; each row must have one.", nameof(targets));
        }

        CheckLengths(rows, "features", nameof(rows));
        CheckLengths(targets, "target values", nameof(targets));
        return new Dataset([.. rows.SelectMany(row => row)], [.. targets.SelectMany(row => row)], rows.Count);
    }

    /// <summary>The features of an example.</summary>
    /// <param name="row">The example, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public ReadOnlySpan<float> GetRow(int row)
    {
        if ((uint)row >= (uint)Count)
            throw new ArgumentOutOfRangeException(nameof(row), row, Invariant($"row is {row}; it must be from 0 to {Count - 1}."));
        return _features.AsSpan(row * FeatureCount, FeatureCount);
    }

    private string DebuggerDisplay => Invariant($"{Count} examples × {FeatureCount} features") + Answers switch
    {
        AnswerKind.Labels => Invariant($", {ClassCount} classes"),
        AnswerKind.Targets => Invariant($", {TargetCount} target values"),
        _ => "",
    };

    /// <summary>Gets the kind of answers that the examples have.</summary>
    internal AnswerKind Answers => HasLabels ? AnswerKind.Labels : HasTargets ? AnswerKind.Targets : AnswerKind.None;

    /// <summary>Throws if features are missing.</summary>
    internal void RequireComplete(string argument)
    {
        if (MissingCount > 0)
        {
            throw new ArgumentException(
                Invariant($"{MissingCount} features of the data are missing (NaN). Fill them with an Imputation first, or leave their ") +
                "examples out.", argument);
        }
    }

    internal void RequireLabels()
    {
        if (!HasLabels)
        {
            throw new InvalidOperationException(
                $"The examples have {(HasTargets ? "target values" : "neither labels nor target values")}; labels are needed here.");
        }
    }

    private static int CountMissing(ReadOnlySpan<float> features)
    {
        var count = 0;
        foreach (var feature in features)
            count += float.IsNaN(feature) ? 1 : 0;
        return count;
    }

    private static void CheckLengths(IReadOnlyList<float[]> rows, string values, string argument)
    {
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row] is null)
                throw new ArgumentException(Invariant($"Row {row} is null."), argument);
            if (rows[row].Length != rows[0].Length)
            {
                throw new ArgumentException(
                    Invariant($"Row {row} has {rows[row].Length} {values}; it must have {rows[0].Length}, as row 0 has."), argument);
            }
        }
    }

    private static int CheckRows(
        float[] values, int count, bool allowsMissing = false, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (count < 1)
            throw new ArgumentException("The data set is empty; it must have at least one example.", name);
        var (size, rest) = Math.DivRem(values.Length, count);
        if (size == 0 || rest != 0)
        {
            throw new ArgumentException(
                Invariant($"There are {values.Length} {name} for {count} examples; each must have the same number of them, at ") +
                "least one.", name);
        }

        for (var start = 0; start < values.Length; start++)
        {
            var place = values.AsSpan(start).IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
            if (place < 0)
                break;
            start += place;
            if (allowsMissing && float.IsNaN(values[start]))
                continue;
            throw new ArgumentException(
                Invariant($"Value {start % size} of row {start / size} of {name} is {values[start]}; it must be finite."), name);
        }

        return size;
    }
}
