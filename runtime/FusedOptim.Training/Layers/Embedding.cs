using FusedOptim.Guards;
using FusedOptim.Training.Initialization;
using FusedOptim.Training.Layers.Computing;

namespace FusedOptim.Training.Layers;

/// <summary>
/// A table with a row of features for each token, category or other index: each value that the layer takes is an index, a whole
/// number from 0 to <see cref="Count"/> − 1 in a <see langword="float"/>, and is replaced by its row. Positions × indices become
/// positions × (indices · features), so that a text of n tokens is an <see cref="Input"/> of n × 1. PyTorch's <c>Embedding</c>.
/// Parameter: "weight", count × features.
/// </summary>
/// <remarks>
/// <para>By default the weight has gradients of the rows of a batch alone (<see cref="ParameterSet{T}.AddWithRowGradient"/>). Steps
/// are lazy: they update these rows, and leave the values and the states of all others as they are. Moments of the others do not
/// decay, and neither do their weights, unless the rule catches up (<see cref="WeightDecayAttribute.CatchUp"/>). Rules that need
/// every row of the table are refused; <see cref="HasDenseGradient"/> admits them.</para>
/// <para>The gradients of an index that occurs several times are added in the order of the examples, and of the positions within
/// them: the same bits on every machine and any number of threads.</para>
/// <para>A pass throws an <see cref="ArgumentException"/> that names the example, the position and the value where a value is not a
/// valid index, before the layer computes anything. Derivatives by indices are zero.</para>
/// </remarks>
public sealed record Embedding : Layer
{
    /// <summary>The greatest number of rows: up to 2²⁴, every whole number is exact in single precision.</summary>
    public const int MaximumCount = 1 << 24;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="count">The number of rows: from 1 to <see cref="MaximumCount"/>.</param>
    /// <param name="features">The number of features of a row; at least 1.</param>
    /// <param name="hasDenseGradient">Whether the weight has gradients of all rows.</param>
    /// <param name="weight">The initializer of the rows; by default normal with mean 0 and standard deviation 1, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public Embedding(int count, int features, bool hasDenseGradient = false, Initializer? weight = null)
    {
        Guard.CheckBetween(1, MaximumCount, count);
        Count = count;
        Features = Guard.AtLeast(1, features);
        HasDenseGradient = hasDenseGradient;
        Weight = weight ?? new Gaussian(0, 1);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The number of features of a row.</summary>
    public int Features { get; }

    /// <summary>Whether the weight has gradients of all rows: every step then updates the whole table, by any rule.</summary>
    public bool HasDenseGradient { get; }

    /// <summary>The initializer of the rows.</summary>
    public Initializer Weight { get; }

    /// <inheritdoc/>
    public override string Kind => "embedding";

    /// <inheritdoc/>
    internal override bool TakesIndices => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The example would have more than 2³¹ − 1 values.</exception>
    public override ExampleShape GetOutputShape(ExampleShape input) =>
        (long)input.Size * Features <= int.MaxValue ? input.WithFeatures(input.Features * Features) : throw new ArgumentException(
            Invariant($"{input.Size} indices with {Features} features each are {(long)input.Size * Features} values; an example has at most ") +
            Invariant($"{int.MaxValue}."), nameof(input));

    /// <inheritdoc/>
    public override NetworkLayer<T> Build<T>(LayerBuilder<T> builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var weight = HasDenseGradient
            ? builder.Add("weight", ParameterKind.Embedding, Weight, 1, Features, Count, Features)
            : builder.AddWithRowGradient("weight", ParameterKind.Embedding, Weight, 1, Features, Count, Features);
        return new EmbeddingLayer<T>(builder.Name, builder.InputShape.Positions, builder.InputShape.Features, weight);
    }
}
