using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace FusedOptim;

/// <summary>The dimensions of a tensor, outermost first. None at all is the shape of a single number.</summary>
public readonly struct TensorShape : IEquatable<TensorShape>
{
    private readonly int[]? _dimensions;
    private readonly long _count;

    /// <summary>A shape of the given dimensions.</summary>
    /// <param name="dimensions">The dimensions, each at least 1, outermost first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is less than 1.</exception>
    /// <exception cref="ArgumentException">Their product is above <see cref="long.MaxValue"/>.</exception>
    public TensorShape(params ReadOnlySpan<int> dimensions)
    {
        var count = (UInt128)1;
        for (var i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] < 1)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(dimensions), dimensions[i],
                    Invariant(
                        $"Dimension {i} of the shape {Describe(dimensions)} is {dimensions[i]}; it must be at least 1."));
            }

            count *= (uint)dimensions[i];
            if (count > long.MaxValue)
            {
                throw new ArgumentException(
                    $"The shape {Describe(dimensions)} has more than {long.MaxValue} elements.", nameof(dimensions));
            }
        }

        _dimensions = dimensions.ToArray();
        _count = (long)count;
    }

    /// <summary>The number of dimensions.</summary>
    public int Rank => Dimensions.Length;

    /// <summary>The number of elements: the product of the dimensions.</summary>
    public long Count => _dimensions is null ? 1 : _count;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>A dimension.</summary>
    /// <param name="index">Its index, from 0 for the outermost.</param>
    public int this[int index] => Dimensions[index];

    /// <summary>Whether two shapes have the same dimensions.</summary>
    /// <param name="left">A shape.</param>
    /// <param name="right">A shape.</param>
    public static bool operator ==(TensorShape left, TensorShape right) => left.Equals(right);

    /// <summary>Whether two shapes differ.</summary>
    /// <param name="left">A shape.</param>
    /// <param name="right">A shape.</param>
    public static bool operator !=(TensorShape left, TensorShape right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorShape other) => Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TensorShape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var dimension in Dimensions)
            hash.Add(dimension);
        return hash.ToHashCode();
    }

    /// <summary>The dimensions in brackets, such as "[64, 128]".</summary>
    public override string ToString() => Describe(Dimensions);

    private static string Describe(ReadOnlySpan<int> dimensions) =>
        $"[{string.Join(", ", dimensions.ToArray().Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";
}
