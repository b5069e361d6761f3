using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>The values that a hyperparameter is searched among: an image of the numbers from 0 to 1.</summary>
/// <param name="Name">The name of the hyperparameter.</param>
public abstract record SearchDimension(string Name)
{
    /// <summary>The number of values, where they can be counted; null for a range of real numbers.</summary>
    public virtual int? Count => null;

    /// <summary>The values of another dimension for which this one means anything; <see langword="null"/> by default, for
    /// all.</summary>
    public SearchCondition? Condition { get; init; }

    /// <summary>Copies the dimension with a condition.</summary>
    /// <param name="name">The name of another dimension, which comes before this one in the space.</param>
    /// <param name="values">The values of it for which this one means anything.</param>
    public SearchDimension When(string name, params IEnumerable<double> values) =>
        this with { Condition = new SearchCondition(name, [.. values]) };

    /// <summary>The value at a place.</summary>
    /// <param name="place">From 0 to 1, equally likely everywhere.</param>
    /// <exception cref="ArgumentOutOfRangeException">The place is not from 0 to 1.</exception>
    public abstract double GetValue(double place);

    /// <summary>The place of a value: what <see cref="GetValue"/> gives it for.</summary>
    /// <param name="value">A value of the dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension does not have the value.</exception>
    public abstract double GetPlace(double value);

    /// <summary>The part of this dimension that holds some of its values.</summary>
    /// <param name="values">The values; at least one.</param>
    public abstract SearchDimension Narrow(IReadOnlyCollection<double> values);

    /// <summary>A value in the text of a point.</summary>
    internal virtual string GetText(double value) => Invariant($"{value:G6}");

    /// <summary>Throws unless a place is from 0 to 1.</summary>
    private protected static void CheckPlace(double place) => Guard.Check(place is >= 0 and <= 1, place, "from 0 to 1");
}
