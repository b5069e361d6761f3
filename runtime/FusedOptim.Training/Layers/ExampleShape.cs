using FusedOptim.Guards;

namespace FusedOptim.Training.Layers;

/// <summary>
/// The shape of an example's values: positions × features, the features of a position side by side. A row of a table has
/// one position; the positions of a sequence are its steps; those of an image are its rows, or its pixels where a feature
/// is a channel. Layers compute each position alike, unless they say otherwise.
/// </summary>
public readonly record struct ExampleShape
{
    /// <summary>One position.</summary>
    /// <param name="features">The number of features; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public ExampleShape(int features)
        : this(1, features)
    {
    }

    /// <summary>A shape.</summary>
    /// <param name="positions">The number of positions; at least 1.</param>
    /// <param name="features">The number of features of each; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1, or there would be more than 2³¹ − 1 values.
    /// </exception>
    public ExampleShape(int positions, int features)
    {
        Positions = Guard.AtLeast(1, positions);
        Features = Guard.AtLeast(1, features);
        if ((long)positions * features > int.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(features), features,
                Invariant($"{positions} positions of {features} features are {(long)positions * features} values; ") +
                $"there must be at most {int.MaxValue}.");
        }
    }

    /// <summary>The number of positions.</summary>
    public int Positions { get; }

    /// <summary>The number of features of a position.</summary>
    public int Features { get; }

    /// <summary>The number of values: positions · features.</summary>
    public int Size => Positions * Features;

    /// <summary>The number of features, after that of positions if there are several: "28 × 28".</summary>
    public override string ToString() => Positions == 1 ? Invariant($"{Features}") : Invariant($"{Positions} × {Features}");
}
