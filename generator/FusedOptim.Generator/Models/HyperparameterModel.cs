namespace FusedOptim.Generator.Models;

/// <summary>A hyperparameter: a positional parameter of the record, or a property that a modifier adds.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="IsInteger">Whether it is an int; otherwise a double.</param>
/// <param name="IsPositional">Whether the record declares it; otherwise a modifier adds it.</param>
/// <param name="Default">The declared default; NaN where there is none.</param>
/// <param name="Range">What every assignment is checked against.</param>
internal sealed record HyperparameterModel(
    string Name, bool IsInteger, bool IsPositional, double Default, RangeModel Range);

/// <summary>A range, as [Range] of DataAnnotations states it; infinite bounds mean finite values without a bound.</summary>
internal sealed record RangeModel(double Minimum, double Maximum, bool MinimumIsExclusive, bool MaximumIsExclusive)
{
    public static readonly RangeModel Finite = new(double.NegativeInfinity, double.PositiveInfinity, false, false);

    public bool Contains(double value) =>
        (MinimumIsExclusive ? value > Minimum : value >= Minimum) &&
        (MaximumIsExclusive ? value < Maximum : value <= Maximum) &&
        !double.IsInfinity(value);
}
