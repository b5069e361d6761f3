using FusedOptim.Training.Data;

namespace FusedOptim.Training;

/// <content>The same examples with other features, answers or names.</content>
public sealed partial class Dataset
{
    /// <summary>Replaces the features of the examples, in the same order. Their names are kept if there are as many features as
    /// before.</summary>
    /// <param name="features">examples × features, row by row; finite. They are not copied.</param>
    /// <param name="allowsMissing">Whether features may be NaN, for values that are missing. An
    /// <see cref="Imputation"/> fills them.</param>
    /// <exception cref="ArgumentException">They are not as many for each example, or one is not finite.</exception>
    public Dataset WithFeatures(float[] features, bool allowsMissing = false)
    {
        CheckRows(features, Count, allowsMissing);
        return With(features, keepsNames: true, allowsMissing ? CountMissing(features) : 0);
    }

    /// <summary>Replaces the features by others that were computed from them.</summary>
    /// <param name="features">examples × features; finite. They are not copied.</param>
    /// <param name="keepsNames">Whether each feature is the same as before, on another scale.</param>
    internal Dataset WithTransformed(float[] features, bool keepsNames)
    {
        CheckRows(features, Count);
        return With(features, keepsNames, missingCount: 0);
    }

    /// <summary>Replaces the target values of the examples, in the same order. Their names are kept.</summary>
    /// <param name="targets">examples × target values, row by row; finite, and as many as before. They are not copied.</param>
    internal Dataset WithTargets(float[] targets)
    {
        CheckRows(targets, Count);
        return new Dataset(_features, _labels, targets, Count, ClassCount, _names, MissingCount);
    }

    /// <summary>Replaces labels by target values: 1 for the class of an example, 0 for the others. The targets have the names of the
    /// classes.</summary>
    /// <exception cref="InvalidOperationException">There are no labels, or an example has the ignored label.</exception>
    public Dataset WithOneHotTargets()
    {
        RequireLabels();
        if (IgnoredLabel is { } ignored && Array.IndexOf(_labels, ignored) is >= 0 and var without)
        {
            throw new InvalidOperationException(
                Invariant($"Row {without} has the ignored label {ignored}, which has no target values. Select the rows that have a class."));
        }

        var targets = new float[checked(Count * ClassCount)];
        for (var row = 0; row < Count; row++)
            targets[row * ClassCount + _labels[row]] = 1;
        var names = new DatasetNames(FeatureNames, Classes: [], Targets: ClassNames);
        return new Dataset(_features, [], targets, Count, classCount: 0, names, MissingCount);
    }

    /// <summary>Gives features, classes and target values other names. The examples are not copied.</summary>
    /// <param name="features">A name for each feature, or an empty list for none; <see langword="null"/> keeps the names.</param>
    /// <param name="classes">A name for each class; <see langword="null"/> keeps the names.</param>
    /// <param name="targets">A name for each target value, or an empty list for none; <see langword="null"/> keeps the names.</param>
    /// <exception cref="ArgumentException">There are more or fewer names, a name is empty, or two are equal.</exception>
    public Dataset WithNames(
        IReadOnlyList<string>? features = null, IReadOnlyList<string>? classes = null, IReadOnlyList<string>? targets = null) =>
        new(
            _features, _labels, _targets, Count, ClassCount,
            new DatasetNames(
                features is null ? FeatureNames : DatasetNames.Copy(features, FeatureCount, mayBeEmpty: true, nameof(features)),
                classes is null ? ClassNames : DatasetNames.Copy(classes, ClassCount, mayBeEmpty: false, nameof(classes)),
                targets is null ? TargetNames : DatasetNames.Copy(targets, TargetCount, mayBeEmpty: true, nameof(targets))),
            MissingCount)
        {
            IgnoredLabel = IgnoredLabel,
        };

    private Dataset With(float[] features, bool keepsNames, int missingCount)
    {
        var names = keepsNames && features.Length == _features.Length ? _names : _names with { Features = [] };
        return new Dataset(features, _labels, _targets, Count, ClassCount, names, missingCount) { IgnoredLabel = IgnoredLabel };
    }
}
