using System.Globalization;
using FusedOptim.Generator.Frontend;

namespace FusedOptim.Schema;

/// <summary>One hyperparameter of a rule or function: its name, its default and the range that every assignment is checked against.</summary>
/// <param name="Rule">The name of the rule or function that has it, for messages.</param>
/// <param name="Name">The name of the property.</param>
/// <param name="Default">The default, as declared.</param>
public sealed record HyperparameterSchema(string Rule, string Name, double Default)
{
    /// <summary>The least value allowed; unbounded means that it must be finite.</summary>
    public double Minimum { get; init; } = double.NegativeInfinity;

    /// <summary>The greatest value allowed; unbounded means that it must be finite.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the minimum itself is refused.</summary>
    public bool MinimumIsExclusive { get; init; }

    /// <summary>Whether the maximum itself is refused.</summary>
    public bool MaximumIsExclusive { get; init; }

    /// <summary>Whether the value is whole: the property is an <see langword="int"/>, or a choice.</summary>
    public bool IsInteger { get; init; }

    /// <summary>The values of a choice between variants of the rule (a <see langword="bool"/> or an enumeration); none where the
    /// hyperparameter is a number.</summary>
    public IReadOnlyList<HyperparameterChoice> Choices { get; init; } = [];

    /// <summary>
    /// Returns the value if it is finite and in range; 0 for −0 where the range begins at 0, so that kernels need not ask for
    /// the sign.
    /// </summary>
    /// <param name="value">The value to assign.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is NaN, infinite or out of range; the message names the
    /// hyperparameter, the value and what is allowed.</exception>
    public double Check(double value)
    {
        if (Choices.Count > 0)
            return CheckChoice(value);
        if (IsInRange(value))
            return Minimum >= 0 ? Math.Abs(value) : value;
        throw new ArgumentOutOfRangeException(Name, value, Invariant($"{Rule}.{Name} is {value}; it must be {Allowed}."));
    }

    /// <inheritdoc cref="Check(double)"/>
    public int Check(int value) => (int)Check((double)value);

    /// <summary>Returns a value of a hyperparameter that is an integer, if it is whole and in range.</summary>
    /// <param name="value">The value to assign.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not whole, or out of range.</exception>
    public int CheckInteger(double value)
    {
        if (value == Math.Truncate(value) && value is >= int.MinValue and <= int.MaxValue)
            return (int)Check(value);
        throw new ArgumentOutOfRangeException(Name, value, Invariant($"{Rule}.{Name} is {value}; it must be a whole number."));
    }

    /// <summary>Whether a value can be assigned: it is finite and in range, and whole where the hyperparameter is, or one of the
    /// choices.</summary>
    /// <param name="value">The value.</param>
    public bool Allows(double value) => Choices.Count > 0
        ? Choices.Any(choice => choice.Value == value)
        : IsInRange(value) &&
            (!IsInteger || value == Math.Truncate(value) && value is >= int.MinValue and <= int.MaxValue);

    /// <summary>Reads a value as configuration files and command lines have it. <see cref="Check(double)"/> looks at its range.</summary>
    /// <param name="text">A number in the invariant culture; for a choice its name or its number. "true" and "false" are read in any
    /// casing.</param>
    /// <returns>The value as a number.</returns>
    /// <exception cref="ArgumentException">It is not a value; the message names the hyperparameter, the text and what is allowed.</exception>
    public double Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var choice in Choices)
        {
            var isTruth = choice.Name is "true" or "false";
            if (string.Equals(text, choice.Name, isTruth ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
                return choice.Value;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            return value;
        var advice = NearestName.Find(text, ChoiceNames) is { } nearest ? $" Did you mean '{nearest}'?" : "";
        throw new ArgumentException(
            $"{Rule}.{Name} is '{text}'; it must be {(Choices.Count > 0 ? Allowed : $"a number, {Allowed}")}.{advice}", nameof(text));
    }

    // An iterator: ahead-of-time compilers compile Select again for each type of structure.
    private IEnumerable<string> ChoiceNames
    {
        get
        {
            foreach (var choice in Choices)
                yield return choice.Name;
        }
    }

    private bool IsInRange(double value) =>
        (MinimumIsExclusive ? value > Minimum : value >= Minimum) &&
        (MaximumIsExclusive ? value < Maximum : value <= Maximum) && double.IsFinite(value);

    private double CheckChoice(double value)
    {
        foreach (var choice in Choices)
        {
            if (choice.Value == value)
                return value;
        }

        throw new ArgumentOutOfRangeException(Name, value, Invariant($"{Rule}.{Name} is {value}; it must be {Allowed}."));
    }

    /// <summary>The range in words, such as "at least 0 and less than 1".</summary>
    public string Allowed
    {
        get
        {
            if (Choices.Count > 0)
                return "one of " + string.Join(", ", ChoiceNames);
            var minimum = double.IsNegativeInfinity(Minimum) || Minimum == double.MinValue ? null
                : Invariant($"{(MinimumIsExclusive ? "greater than" : "at least")} {Minimum}");
            var maximum = double.IsPositiveInfinity(Maximum) || Maximum == double.MaxValue ? null
                : Invariant($"{(MaximumIsExclusive ? "less than" : "at most")} {Maximum}");
            return (minimum, maximum) switch
            {
                (null, null) => "finite",
                (_, null) => minimum + " and finite",
                (null, _) => maximum + " and finite",
                _ => minimum + " and " + maximum,
            };
        }
    }
}
