using System.Numerics;
using System.Runtime.Intrinsics;
using FusedOptim.Training.Numerics;

namespace FusedOptim.Training.Layers.Computing;

/// <summary>
/// The features of a position, cut into blocks that threads share: each as many as a cache line has of floats, so that
/// two threads seldom write to one line.
/// </summary>
/// <param name="FeatureCount">The number of features.</param>
internal readonly record struct FeatureBlocks(int FeatureCount)
{
    private const int Length = 16;

    /// <summary>The number of blocks.</summary>
    public int Count => (FeatureCount + Length - 1) / Length;

    /// <summary>Memory for a value of each feature.</summary>
    public Vector256<double>[] Allocate() => new Vector256<double>[DoubleLanes.VectorCount(FeatureCount)];

    /// <summary>The features of adjacent blocks.</summary>
    /// <param name="start">The first block.</param>
    /// <param name="end">The one after the last.</param>
    public Range Of(int start, int end) => new(start * Length, FeatureCount, end * Length);

    /// <summary>Adjacent features.</summary>
    public readonly struct Range(int first, int featureCount, int end)
    {
        /// <summary>The first.</summary>
        public int First => first;

        /// <summary>The one after the last.</summary>
        public int End { get; } = Math.Min(end, featureCount);

        /// <summary>How many there are.</summary>
        public int Length => End - First;

        /// <summary>Their values in memory of <see cref="Allocate"/>.</summary>
        public Span<Vector256<double>> Lanes(Vector256<double>[] values) =>
            values.AsSpan(DoubleLanes.VectorCount(First), DoubleLanes.VectorCount(Length));

        /// <summary>Their part of a row of features.</summary>
        /// <param name="rows">Rows of all features.</param>
        /// <param name="row">The number of the row.</param>
        public ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> rows, int row) => rows.Slice(row * featureCount + First, Length);

        /// <inheritdoc cref="Part{T}(ReadOnlySpan{T}, int)"/>
        public Span<T> Part<T>(Span<T> rows, int row) => rows.Slice(row * featureCount + First, Length);

        /// <summary>Adds to the gradients of a parameter with one element per feature, unless the parameter is frozen.</summary>
        /// <param name="parameter">The parameter.</param>
        /// <param name="sums">What is added: <see cref="Lanes"/> of the features.</param>
        public void AddToGradients<T>(Parameter<T> parameter, Span<Vector256<double>> sums)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            if (parameter.IsFrozen)
                return;
            var gradients = parameter.Gradients[First..End];
            var values = DoubleLanes.Values(sums);
            for (var j = 0; j < gradients.Length; j++)
                gradients[j] += T.CreateTruncating(values[j]);
        }
    }
}
