namespace FusedOptim.Training;

/// <summary>
/// (x − mean) / standard deviation for each feature, with the mean and deviation (of the population: divided by n) of
/// the data set that it was fitted on. Fit it on training data alone, and apply it to all.
/// </summary>
public sealed class Standardization
{
    private readonly double[] _means;
    private readonly double[] _deviations;

    private Standardization(double[] means, double[] deviations)
    {
        _means = means;
        _deviations = deviations;
    }

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The standard deviation of each feature; 0 for one that is constant.</summary>
    public ReadOnlySpan<double> Deviations => _deviations;

    /// <summary>Takes means and deviations of a data set, in double, in the order of its examples.</summary>
    /// <param name="dataset">The training data.</param>
    public static Standardization Fit(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var means = new double[dataset.FeatureCount];
        var deviations = new double[dataset.FeatureCount];
        for (var row = 0; row < dataset.Count; row++)
        {
            var features = dataset.Row(row);
            for (var j = 0; j < means.Length; j++)
                means[j] += features[j];
        }

        // Exactly: the rounding of a mean would give a constant feature a tiny deviation, which must not be divided by.
        for (var j = 0; j < means.Length; j++)
            means[j] = IsConstant(dataset, j) ? dataset.Features[j] : means[j] / dataset.Count;
        for (var row = 0; row < dataset.Count; row++)
        {
            var features = dataset.Row(row);
            for (var j = 0; j < means.Length; j++)
                deviations[j] += (features[j] - means[j]) * (features[j] - means[j]);
        }

        for (var j = 0; j < means.Length; j++)
            deviations[j] = Math.Sqrt(deviations[j] / dataset.Count);
        return new Standardization(means, deviations);
    }

    /// <summary>
    /// A standardized copy. Features that were constant are only moved, to zero where they still are.
    /// </summary>
    /// <param name="dataset">Any data with as many features.</param>
    /// <exception cref="ArgumentException">It has another number of features.</exception>
    public Dataset Apply(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.FeatureCount != _means.Length)
        {
            throw new ArgumentException(
                $"The data set has {dataset.FeatureCount} features; it must have {_means.Length}, as the one fitted " +
                "on has.", nameof(dataset));
        }

        var features = dataset.Features.ToArray();
        for (var i = 0; i < features.Length; i++)
        {
            var j = i % _means.Length;
            features[i] = (float)((features[i] - _means[j]) / (_deviations[j] == 0 ? 1 : _deviations[j]));
        }

        return dataset.WithFeatures(features);
    }

    private static bool IsConstant(Dataset dataset, int feature)
    {
        for (var row = 1; row < dataset.Count; row++)
        {
            if (dataset.Row(row)[feature] != dataset.Row(0)[feature])
                return false;
        }

        return true;
    }
}
