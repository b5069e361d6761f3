using System.Numerics;
using FusedOptim.Guards;
using FusedOptim.LinearAlgebra;
using FusedOptim.Training.Safetensors;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace FusedOptim.Training.Data;

/// <summary>
/// Whitening by principal components: y_i = v_i·(x − μ) / √(λ_i + ε), where μ is the mean of the data set fitted on, and
/// v_i and λ_i are the orthonormal eigenvectors and the eigenvalues of its covariance (of the population: divided by n),
/// the largest first. On that data set the y_i do not correlate and have the variances λ_i / (λ_i + ε).
/// </summary>
/// <remarks>
/// An eigenvector has two signs: here its entry of the greatest magnitude, the first if there are several, is positive.
/// Directions in which the data do not vary, such as constant features, are no components: those with
/// λ ≤ n·2⁻⁵²·λ_1 for n features. Fitting takes three matrices of 8·n² bytes; n is at most 46,340.
/// </remarks>
public sealed class PcaWhitening : Preprocessing
{
    internal const string Name = "pca-whitening";

    private const double DefaultEpsilon = 1e-5;
    private const int MaximumInputCount = 46_340;
    private const int RowsOfBlock = 1024;

    private readonly double[] _means;
    private readonly double[] _components;
    private readonly double[] _variances;

    private PcaWhitening(
        double[] means, double[] components, double[] variances, double epsilon, IReadOnlyList<string> names)
        : base(means.Length, variances.Length, names)
    {
        _means = means;
        _components = components;
        _variances = variances;
        Epsilon = epsilon;
    }

    /// <summary>μ, the mean of each feature.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The v_i: components × features, row by row.</summary>
    public ReadOnlySpan<double> Components => _components;

    /// <summary>The λ_i, the largest first.</summary>
    public ReadOnlySpan<double> Variances => _variances;

    /// <summary>ε, which keeps directions of little variance from being blown up to the size of the others.</summary>
    public double Epsilon { get; }

    internal override string Kind => Name;

    internal override bool KeepsFeatures => false;

    /// <summary>Keeps all components, with ε = 10⁻⁵.</summary>
    /// <param name="training">The training data.</param>
    /// <exception cref="ArgumentException">There are too many features, or none varies.</exception>
    public static PcaWhitening Fit(Dataset training) => Fit(training, _ => null, DefaultEpsilon);

    /// <summary>Keeps some components, those of the largest variance.</summary>
    /// <param name="training">The training data.</param>
    /// <param name="components">How many; at least 1, at most the directions in which the data vary.</param>
    /// <param name="epsilon">ε, in the unit of variances; not negative, finite.</param>
    /// <exception cref="ArgumentException">A number is out of range, there are too many features, or none
    /// varies.</exception>
    public static PcaWhitening Fit(Dataset training, int components, double epsilon = DefaultEpsilon)
    {
        Guard.AtLeast(1, components);
        return Fit(
            training,
            variances =>
            {
                Guard.Check(
                    components <= variances.Length, components,
                    $"at most {variances.Length}, the number of directions in which the data vary");
                return components;
            },
            epsilon);
    }

    /// <summary>Keeps the fewest components whose variances add up to a share of all.</summary>
    /// <param name="training">The training data.</param>
    /// <param name="share">The share: greater than 0, at most 1, which keeps all.</param>
    /// <param name="epsilon">ε, in the unit of variances; not negative, finite.</param>
    /// <exception cref="ArgumentException">A number is out of range, there are too many features, or none
    /// varies.</exception>
    public static PcaWhitening FitVarianceShare(Dataset training, double share, double epsilon = DefaultEpsilon)
    {
        Guard.Check(share is > 0 and <= 1, share, "greater than 0 and at most 1");
        return Fit(
            training,
            variances =>
            {
                var (count, kept) = (0, 0.0);
                var asked = share * variances.Sum();
                while (count < variances.Length && (share == 1 || kept < asked))
                    kept += variances[count++];
                return count;
            },
            epsilon);
    }

    internal static PcaWhitening Read(PreprocessingTensors tensors)
    {
        var means = tensors.Vector("mean");
        var variances = tensors.Vector("variance");
        tensors.CheckNotNegative("variance", variances);
        var components = tensors.Matrix("components", variances.Length, means.Length);
        var epsilon = tensors.Vector("epsilon", 1);
        tensors.CheckNotNegative("epsilon", epsilon);
        if (variances.Min() + epsilon[0] == 0)
            throw tensors.Refusal($"a variance of '{tensors.Prefix}' and its epsilon are 0; one must be greater");
        return new PcaWhitening(means, components, variances, epsilon[0], tensors.InputNames(means.Length));
    }

    internal override void Transform(ReadOnlySpan<float> features, Span<float> target, int count)
    {
        if (count == 1)
        {
            Transform(features, target);
            return;
        }

        var product = new MatrixProduct<double>();
        var block = Math.Min(count, RowsOfBlock);
        var centered = new double[block * InputCount];
        var projected = new double[block * OutputCount];
        for (var start = 0; start < count; start += block)
        {
            var rows = Math.Min(block, count - start);
            Center(features.Slice(start * InputCount, rows * InputCount), _means, centered);
            product.MultiplyByTransposed(
                centered.AsSpan(0, rows * InputCount), _components, [], projected.AsSpan(0, rows * OutputCount),
                rows, OutputCount, InputCount);
            for (var i = 0; i < rows * OutputCount; i++)
                target[start * OutputCount + i] = Scale(projected[i], i % OutputCount);
        }
    }

    private protected override void WriteTensors(SafetensorsWriter writer, string prefix)
    {
        writer.Add<double>($"{prefix}.mean", [InputCount], _means);
        writer.Add<double>($"{prefix}.components", [OutputCount, InputCount], _components);
        writer.Add<double>($"{prefix}.variance", [OutputCount], _variances);
        writer.Add<double>($"{prefix}.epsilon", [1], new[] { Epsilon });
    }

    /// <summary>One example, without any memory; each sum in the order of the matrix product.</summary>
    private void Transform(ReadOnlySpan<float> features, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var component = _components.AsSpan(i * features.Length, features.Length);
            var sum = 0.0;
            for (var j = 0; j < features.Length; j++)
                sum = Math.FusedMultiplyAdd(features[j] - _means[j], component[j], sum);
            target[i] = Scale(sum, i);
        }
    }

    private float Scale(double projection, int component) =>
        (float)(projection / Math.Sqrt(_variances[component] + Epsilon));

    private static PcaWhitening Fit(Dataset training, Func<double[], int?> choose, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(training);
        training.RequireComplete(nameof(training));
        Guard.Check(epsilon >= 0 && double.IsFinite(epsilon), epsilon, "not negative and finite");
        var size = training.FeatureCount;
        if (size > MaximumInputCount)
        {
            throw new ArgumentException(
                Invariant($"The data set has {size} features; at most {MaximumInputCount} can be whitened."), nameof(training));
        }

        var means = Standardization.Fit(training).Means.ToArray();
        var (variances, vectors) = Decompose(Covariance(training, means), size);
        if (variances.Length == 0)
        {
            throw new ArgumentException(
                "No feature varies in the training data; whitening needs one that does.", nameof(training));
        }

        var count = choose(variances) ?? variances.Length;
        return new PcaWhitening(means, vectors[..(count * size)], variances[..count], epsilon, training.FeatureNames);
    }

    private static double[] Covariance(Dataset training, double[] means)
    {
        var size = means.Length;
        var product = new MatrixProduct<double>();
        var covariance = new double[size * size];
        var centered = new double[Math.Min(training.Count, RowsOfBlock) * size];
        for (var start = 0; start < training.Count; start += RowsOfBlock)
        {
            var rows = Math.Min(RowsOfBlock, training.Count - start);
            var block = centered.AsSpan(0, rows * size);
            Center(training.Features.Slice(start * size, rows * size), means, block);
            product.AddTransposedTimes(block, block, covariance, size, size, rows);
        }

        for (var i = 0; i < covariance.Length; i++)
            covariance[i] /= training.Count;
        return covariance;
    }

    private static void Center(ReadOnlySpan<float> features, double[] means, Span<double> centered)
    {
        for (var i = 0; i < features.Length; i++)
            centered[i] = features[i] - means[i % means.Length];
    }

    /// <summary>The eigenvalues that are not zero but for rounding, the largest first, and their eigenvectors, row by
    /// row.</summary>
    private static (double[] Values, double[] Vectors) Decompose(double[] covariance, int size)
    {
        var values = new Complex[size];
        var vectors = new double[size * size];
        // Not the provider that a process may have chosen: a native one gives other bits.
        ManagedLinearAlgebraProvider.Instance.EigenDecomp(
            true, size, covariance, vectors, values, new double[size * size]);
        // The order of the smallest first, vectors column by column, which is row by row here.
        var zero = values[^1].Real * size * Math.ScaleB(1, -52);
        int[] places = [.. Enumerable.Range(0, size).Reverse().TakeWhile(place => values[place].Real > zero)];
        var rows = new double[places.Length * size];
        for (var i = 0; i < places.Length; i++)
        {
            var row = rows.AsSpan(i * size, size);
            vectors.AsSpan(places[i] * size, size).CopyTo(row);
            Orient(row);
        }

        return ([.. places.Select(place => values[place].Real)], rows);
    }

    private static void Orient(Span<double> vector)
    {
        var greatest = 0.0;
        foreach (var entry in vector)
            greatest = Math.Abs(entry) > Math.Abs(greatest) ? entry : greatest;
        if (greatest > 0)
            return;
        foreach (ref var entry in vector)
            entry = -entry;
    }
}
