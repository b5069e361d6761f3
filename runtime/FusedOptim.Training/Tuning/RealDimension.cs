using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>Real numbers of a range, each as likely, or each order of magnitude as likely.</summary>
public sealed record RealDimension : SearchDimension
{
    /// <summary>A range.</summary>
    /// <param name="name">The name of the hyperparameter.</param>
    /// <param name="minimum">The least value; finite, and above 0 on a logarithmic scale.</param>
    /// <param name="maximum">The greatest value; finite and not below the least.</param>
    /// <param name="isLogarithmic">Whether orders of magnitude are equally likely, as fits learning rates.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public RealDimension(string name, double minimum, double maximum, bool isLogarithmic = false)
        : base(name)
    {
        if (!double.IsFinite(minimum) || isLogarithmic && minimum <= 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(minimum), minimum, Invariant(
                    $"The minimum of '{name}' is {minimum}; it must be finite{(isLogarithmic ? " and greater than 0" : "")}."));
        }

        if (!(maximum >= minimum && double.IsFinite(maximum)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum), maximum, Invariant(
                    $"The maximum of '{name}' is {maximum}; it must be finite and at least {minimum}."));
        }

        (Minimum, Maximum, IsLogarithmic) = (minimum, maximum, isLogarithmic);
    }

    /// <summary>The least value.</summary>
    public double Minimum { get; }

    /// <summary>The greatest value.</summary>
    public double Maximum { get; }

    /// <summary>Whether orders of magnitude are equally likely.</summary>
    public bool IsLogarithmic { get; }

    /// <inheritdoc/>
    /// <remarks>The ends of the range are the values at 0 and 1, exactly.</remarks>
    public override double GetValue(double place)
    {
        CheckPlace(place);
        if (place is 0 or 1)
            return place == 0 ? Minimum : Maximum;
        // Weighted, because the difference of the ends may be infinite.
        var value = IsLogarithmic
            ? Elementwise.Exp((1 - place) * Elementwise.Log(Minimum) + place * Elementwise.Log(Maximum))
            : (1 - place) * Minimum + place * Maximum;
        return Math.Clamp(value, Minimum, Maximum);
    }

    /// <inheritdoc/>
    public override double GetPlace(double value)
    {
        Guard.Check(
            value >= Minimum && value <= Maximum, value,
            Invariant($"from {Minimum} to {Maximum}, the range of '{Name}'"));
        return IsLogarithmic
            ? Place(Elementwise.Log(value), Elementwise.Log(Minimum), Elementwise.Log(Maximum))
            : Place(value, Minimum, Maximum);
    }

    /// <inheritdoc/>
    public override SearchDimension Narrow(IReadOnlyCollection<double> values) =>
        new RealDimension(Name, values.Min(), values.Max(), IsLogarithmic);

    private static double Place(double value, double minimum, double maximum)
    {
        var width = maximum - minimum;
        // One value, or several that have one logarithm.
        if (width == 0)
            return 0;
        return Math.Clamp(
            double.IsFinite(width) ? (value - minimum) / width : (value / 2 - minimum / 2) / (maximum / 2 - minimum / 2), 0, 1);
    }
}
