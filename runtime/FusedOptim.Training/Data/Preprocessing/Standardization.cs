using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>
/// (x − mean) / standard deviation for each feature, with the mean and deviation (of the population: divided by n) of
/// the data set that it was fitted on. A feature that was constant is only moved, to zero where it still is.
/// </summary>
public sealed class Standardization : Preprocessing
{
    internal const string Name = "standardization";

    private readonly double[] _means;
    private readonly double[] _deviations;

    private Standardization(double[] means, double[] deviations, IReadOnlyList<string> names)
        : base(means.Length, means.Length, names)
    {
        _means = means;
        _deviations = deviations;
    }

    /// <summary>The mean of each feature.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The standard deviation of each feature; 0 for one that is constant.</summary>
    public ReadOnlySpan<double> Deviations => _deviations;

    internal override string Kind => Name;

    /// <summary>Takes means and deviations of a data set, in double, in the order of its examples.</summary>
    /// <param name="dataset">The training data.</param>
    public static Standardization Fit(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset.RequireComplete(nameof(dataset));
        var means = new double[dataset.FeatureCount];
        var deviations = new double[dataset.FeatureCount];
        for (var row = 0; row < dataset.Count; row++)
        {
            var features = dataset.GetRow(row);
            for (var j = 0; j < means.Length; j++)
                means[j] += features[j];
        }

        // Exactly: the rounding of a mean would give a constant feature a tiny deviation, which must not be divided by.
        for (var j = 0; j < means.Length; j++)
            means[j] = IsConstant(dataset, j) ? dataset.Features[j] : means[j] / dataset.Count;
        for (var row = 0; row < dataset.Count; row++)
        {
            var features = dataset.GetRow(row);
            for (var j = 0; j < means.Length; j++)
                deviations[j] += (features[j] - means[j]) * (features[j] - means[j]);
        }

        for (var j = 0; j < means.Length; j++)
            deviations[j] = Math.Sqrt(deviations[j] / dataset.Count);
        return new Standardization(means, deviations, dataset.FeatureNames);
    }

    internal static Standardization Read(PreprocessingTensors tensors)
    {
        var means = tensors.Vector("mean");
        var deviations = tensors.Vector("deviation", means.Length);
        tensors.CheckNotNegative("deviation", deviations);
        return new Standardization(means, deviations, tensors.InputNames(means.Length));
    }

    internal override void Transform(ReadOnlySpan<float> features, Span<float> target, int count)
    {
        for (var row = 0; row < count; row++)
        {
            for (var j = 0; j < _means.Length; j++)
            {
                var i = row * _means.Length + j;
                target[i] = (float)((features[i] - _means[j]) / (_deviations[j] == 0 ? 1 : _deviations[j]));
            }
        }
    }

    private protected override void WriteTensors(SafetensorsWriter writer, string prefix)
    {
        writer.Add<double>($"{prefix}.mean", [InputCount], _means);
        writer.Add<double>($"{prefix}.deviation", [InputCount], _deviations);
    }

    private static bool IsConstant(Dataset dataset, int feature)
    {
        for (var row = 1; row < dataset.Count; row++)
        {
            if (dataset.GetRow(row)[feature] != dataset.GetRow(0)[feature])
                return false;
        }

        return true;
    }
}
