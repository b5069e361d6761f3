namespace FusedOptim.Training.Losses;

/// <summary>Class weights from the numbers of examples.</summary>
public static class BalancedClassWeights
{
    /// <summary>
    /// Computes class weights that give every class the same influence on the loss: n / (K·n_k) for a class with n_k of n examples,
    /// where K is the number of classes that have examples. scikit-learn's <c>class_weight="balanced"</c>. Examples with the
    /// ignored label are not counted.
    /// </summary>
    /// <param name="training">The training data, with labels.</param>
    /// <returns>A weight for each class, whose mean over the examples is 1; 0 for a class without examples.</returns>
    /// <exception cref="ArgumentException">The examples do not have labels, or all of them have the ignored label.</exception>
    public static IReadOnlyList<double> GetBalancedClassWeights(this Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!training.HasLabels)
        {
            throw new ArgumentException(
                "Class weights are computed from the labels of examples, and these examples do not have labels.", nameof(training));
        }

        var counts = new int[training.ClassCount];
        foreach (var label in training.Labels)
        {
            if (label != training.IgnoredLabel)
                counts[label]++;
        }

        var classes = counts.Count(count => count > 0);
        if (classes == 0)
            throw new ArgumentException("All examples have the ignored label; at least one must have a class.", nameof(training));
        var examples = counts.Sum();
        return [.. counts.Select(count => count == 0 ? 0 : examples / ((double)classes * count))];
    }
}
