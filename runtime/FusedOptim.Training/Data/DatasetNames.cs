using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Data;

/// <summary>The names of features, classes and target values.</summary>
/// <param name="Features">A name for each feature, or none.</param>
/// <param name="Classes">A name for each class; none without labels.</param>
/// <param name="Targets">A name for each target value, or none.</param>
internal sealed record DatasetNames(
    IReadOnlyList<string> Features, IReadOnlyList<string> Classes, IReadOnlyList<string> Targets)
{
    /// <summary>Gets no names of features and target values, and numbers for classes.</summary>
    public static DatasetNames Default(int classCount) => new(
        ValueList<string>.Empty, classCount == 0 ? ValueList<string>.Empty : new NumberedNames(classCount), ValueList<string>.Empty);

    /// <summary>Copies names that callers pass.</summary>
    /// <param name="names">The names.</param>
    /// <param name="count">The number of names that there must be.</param>
    /// <param name="mayBeEmpty">Whether there may also be none.</param>
    /// <param name="argument">The argument, which says what is named.</param>
    /// <exception cref="ArgumentException">There is another number of names, or one is empty, or two are equal.</exception>
    public static IReadOnlyList<string> Copy(IReadOnlyList<string> names, int count, bool mayBeEmpty, string argument)
    {
        var copied = ValueList<string>.Of(names);
        if (mayBeEmpty && copied.Count == 0)
            return copied;
        if (copied.Count != count)
        {
            throw new ArgumentException(
                Invariant($"There are {copied.Count} names of {argument}; the data set has {count} {argument}."), argument);
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < copied.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(copied[i]))
                throw new ArgumentException(Invariant($"Name {i} of {argument} is empty; each must have a name."), argument);
            if (!places.TryAdd(copied[i], i))
            {
                throw new ArgumentException(
                    Invariant($"Names {places[copied[i]]} and {i} of {argument} are both '{copied[i]}'; names must differ."), argument);
            }
        }

        return copied;
    }
}
