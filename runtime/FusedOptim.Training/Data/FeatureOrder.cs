namespace FusedOptim.Training.Data;

/// <summary>Compares the names of the features of data with those that were fitted or trained on: features in another order would
/// give wrong results without an error.</summary>
internal static class FeatureOrder
{
    /// <summary>Throws if the names are known on both sides and differ.</summary>
    /// <param name="dataset">The data.</param>
    /// <param name="names">The names that they should have; empty where they are not known.</param>
    /// <param name="owner">What the names are those of, in the message.</param>
    /// <param name="source">Where callers find the names.</param>
    /// <param name="advice">What else callers can do.</param>
    /// <param name="argument">The argument that the data are.</param>
    /// <exception cref="ArgumentException">A name differs.</exception>
    public static void Check(
        Dataset dataset, IReadOnlyList<string> names, string owner, string source, string advice, string argument)
    {
        var found = dataset.FeatureNames;
        if (ReferenceEquals(found, names) || found.Count != names.Count)
            return;
        for (var i = 0; i < names.Count; i++)
        {
            if (found[i] != names[i])
            {
                throw new ArgumentException(
                    Invariant($"Feature {i} is '{found[i]}' in the data and '{names[i]}' in the {owner}. Load the data with Features = ") +
                    $"[.. {source}], or name their features by {nameof(Dataset)}.{nameof(Dataset.WithNames)}.{advice}", argument);
            }
        }
    }
}
