using FusedOptim.Generator.Collections;


namespace FusedOptim.Generator.Models;

/// <summary>A hyperparameter: a positional parameter of the record, or a property that a modifier adds.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Type">Its type: a number, or a choice between variants of the rule.</param>
/// <param name="IsPositional">Whether the record declares it; otherwise a modifier adds it.</param>
/// <param name="Default">The declared default; NaN where there is none.</param>
/// <param name="Range">What every assignment is checked against.</param>
internal sealed record HyperparameterModel(
    string Name, HyperparameterType Type, bool IsPositional, double Default, RangeModel Range)
{
    /// <summary>The values of a choice, in the order of their declaration; none where it is a number.</summary>
    public EquatableArray<ChoiceModel> Choices { get; init; } = EquatableArray<ChoiceModel>.Empty;

    /// <summary>The documentation of a property that a modifier adds.</summary>
    public string? Summary { get; init; }

    /// <summary>The full name of the enumeration, where it is one.</summary>
    public string? EnumerationName { get; init; }

    /// <summary>Whether it is a property that must be set where the record is created.</summary>
    public bool IsRequired => !IsPositional && double.IsNaN(Default);

    /// <summary>Whether each value has kernels of its own.</summary>
    public bool IsStructural => Type >= HyperparameterType.Boolean;
}

internal enum HyperparameterType : byte
{
    Real,
    Integer,
    Boolean,
    Enumeration,
}

/// <summary>One value of a structural hyperparameter.</summary>
/// <param name="Name">What a kernel with that value is called after; empty for <see langword="false"/>.</param>
/// <param name="Value">Its value as an integer.</param>
internal readonly record struct ChoiceModel(string Name, int Value);

/// <summary>A range, as [Range] of DataAnnotations states it; infinite bounds mean finite values without a bound.</summary>
internal sealed record RangeModel(double Minimum, double Maximum, bool MinimumIsExclusive, bool MaximumIsExclusive)
{
    public static readonly RangeModel Finite = new(double.NegativeInfinity, double.PositiveInfinity, false, false);

    public static readonly RangeModel NotNegative = new(0, double.MaxValue, false, false);

    public static readonly RangeModel Positive = new(0, double.MaxValue, true, false);

    public bool Contains(double value) =>
        (MinimumIsExclusive ? value > Minimum : value >= Minimum) &&
        (MaximumIsExclusive ? value < Maximum : value <= Maximum) &&
        !double.IsInfinity(value);
}
