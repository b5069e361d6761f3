using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>
/// Fills features that are missing (NaN) with the mean or the median that the feature has in the data set fitted on. All others
/// stay as they are. Fit it before other preprocessing:
/// <c>Preprocessing.Fit(training, Imputation.FitMedian, Standardization.Fit)</c>.
/// </summary>
public sealed class Imputation : Preprocessing
{
    internal const string Name = "imputation";

    private readonly double[] _values;

    private Imputation(double[] values, IReadOnlyList<string> names)
        : base(values.Length, values.Length, names) => _values = values;

    /// <summary>Gets the value of each feature that missing ones get.</summary>
    public ReadOnlySpan<double> Values => _values;

    internal override string Kind => Name;

    internal override bool TakesMissing => true;

    /// <summary>Takes the mean of each feature where it is not missing, in double, in the order of the examples.</summary>
    /// <param name="training">The training data.</param>
    /// <exception cref="ArgumentException">A feature is missing in all examples.</exception>
    public static Imputation FitMean(Dataset training) => Fit(training, static values =>
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum / values.Length;
    });

    /// <summary>Takes the median of each feature where it is not missing: of an even number of examples the mean of the two in the
    /// middle. Unlike the mean, it is hardly moved by a few extreme values.</summary>
    /// <param name="training">The training data.</param>
    /// <exception cref="ArgumentException">A feature is missing in all examples.</exception>
    public static Imputation FitMedian(Dataset training) => Fit(training, static values =>
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : ((double)values[middle - 1] + values[middle]) / 2;
    });

    internal static Imputation Read(PreprocessingTensors tensors)
    {
        var values = tensors.Vector("value");
        return new Imputation(values, tensors.InputNames(values.Length));
    }

    internal override void Transform(ReadOnlySpan<float> features, Span<float> target, int count)
    {
        for (var i = 0; i < features.Length; i++)
            target[i] = float.IsNaN(features[i]) ? (float)_values[i % _values.Length] : features[i];
    }

    private protected override void WriteTensors(SafetensorsWriter writer, string prefix) =>
        writer.Add<double>($"{prefix}.value", [InputCount], _values);

    private static Imputation Fit(Dataset training, Func<Span<float>, double> find)
    {
        ArgumentNullException.ThrowIfNull(training);
        var values = new double[training.FeatureCount];
        var known = new float[training.Count];
        for (var j = 0; j < values.Length; j++)
        {
            var count = 0;
            for (var row = 0; row < training.Count; row++)
            {
                var feature = training.GetRow(row)[j];
                if (!float.IsNaN(feature))
                    known[count++] = feature;
            }

            if (count == 0)
            {
                var name = training.FeatureNames.Count > 0 ? $" ('{training.FeatureNames[j]}')" : "";
                throw new ArgumentException(
                    Invariant($"Feature {j}{name} is missing in all {training.Count} examples; leave it out."), nameof(training));
            }

            values[j] = find(known.AsSpan(0, count));
        }

        return new Imputation(values, training.FeatureNames);
    }
}
