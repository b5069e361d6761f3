using FusedOptim.Guards;
using FusedOptim.Training.Safetensors;

namespace FusedOptim.Training.Data;

/// <summary>
/// a + (b − a)·(x − min) / (max − min) for each feature, with the least and greatest value that it has in the data set
/// fitted on: those become a and b exactly. What is less or greater elsewhere goes beyond [a, b]. A feature that was
/// constant is only moved, to a where it still is: a + (x − min).
/// </summary>
public sealed class MinMaxNormalization : Preprocessing
{
    internal const string Name = "min-max";

    private readonly double[] _minima;
    private readonly double[] _maxima;

    private MinMaxNormalization(double[] minima, double[] maxima, double lower, double upper, IReadOnlyList<string> names)
        : base(minima.Length, minima.Length, names)
    {
        _minima = minima;
        _maxima = maxima;
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The least value of each feature.</summary>
    public ReadOnlySpan<double> Minima => _minima;

    /// <summary>The greatest value of each feature.</summary>
    public ReadOnlySpan<double> Maxima => _maxima;

    /// <summary>a, what least values become.</summary>
    public double Lower { get; }

    /// <summary>b, what greatest values become.</summary>
    public double Upper { get; }

    internal override string Kind => Name;

    /// <summary>To the range from 0 to 1.</summary>
    /// <param name="training">The training data.</param>
    public static MinMaxNormalization Fit(Dataset training) => Fit(training, 0, 1);

    /// <summary>To a range.</summary>
    /// <param name="training">The training data.</param>
    /// <param name="lower">a; finite.</param>
    /// <param name="upper">b; finite and greater than a.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static MinMaxNormalization Fit(Dataset training, double lower, double upper)
    {
        ArgumentNullException.ThrowIfNull(training);
        training.RequireComplete(nameof(training));
        Guard.CheckFinite(lower);
        Guard.Check(
            upper > lower && double.IsFinite(upper), upper,
            Invariant($"finite and greater than lower, which is {lower}"));
        var minima = new double[training.FeatureCount];
        var maxima = new double[training.FeatureCount];
        minima.AsSpan().Fill(double.PositiveInfinity);
        maxima.AsSpan().Fill(double.NegativeInfinity);
        for (var row = 0; row < training.Count; row++)
        {
            var features = training.GetRow(row);
            for (var j = 0; j < features.Length; j++)
            {
                minima[j] = Math.Min(minima[j], features[j]);
                maxima[j] = Math.Max(maxima[j], features[j]);
            }
        }

        return new MinMaxNormalization(minima, maxima, lower, upper, training.FeatureNames);
    }

    internal static MinMaxNormalization Read(PreprocessingTensors tensors)
    {
        var minima = tensors.Vector("minimum");
        var maxima = tensors.Vector("maximum", minima.Length);
        for (var j = 0; j < minima.Length; j++)
        {
            if (minima[j] > maxima[j])
            {
                throw tensors.Refusal(Invariant(
                    $"the maximum {j} of '{tensors.Prefix}' is {maxima[j]}; the minimum is {minima[j]}"));
            }
        }

        var range = tensors.Vector("range", 2);
        return range[0] < range[1]
            ? new MinMaxNormalization(minima, maxima, range[0], range[1], tensors.InputNames(minima.Length))
            : throw tensors.Refusal(Invariant(
                $"the range of '{tensors.Prefix}' is from {range[0]} to {range[1]}"));
    }

    internal override void Transform(ReadOnlySpan<float> features, Span<float> target, int count)
    {
        for (var row = 0; row < count; row++)
        {
            for (var j = 0; j < _minima.Length; j++)
            {
                var i = row * _minima.Length + j;
                var (moved, width) = (features[i] - _minima[j], _maxima[j] - _minima[j]);
                // Weighted so that both ends come out exactly.
                target[i] = (float)(width == 0
                    ? Lower + moved
                    : Lower * (1 - moved / width) + Upper * (moved / width));
            }
        }
    }

    private protected override void WriteTensors(SafetensorsWriter writer, string prefix)
    {
        writer.Add<double>($"{prefix}.minimum", [InputCount], _minima);
        writer.Add<double>($"{prefix}.maximum", [InputCount], _maxima);
        writer.Add<double>($"{prefix}.range", [2], new[] { Lower, Upper });
    }
}
