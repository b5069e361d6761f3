using System.Globalization;
using System.Text;
using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Tuning;

/// <summary>A point that was tried. Trials are ordered by their scores, the best first: finite scores, the least first, then
/// those of trials that were given up, then infinite ones, then NaN.</summary>
/// <param name="Point">The point.</param>
/// <param name="Score">What the objective gave: less is better; what is not finite is the worst.</param>
/// <param name="Budget">What it was allowed to spend, such as epochs.</param>
public sealed record SearchTrial(SearchPoint Point, double Score, int Budget) : IComparable<SearchTrial>
{
    /// <summary>The scores that the objective reported, in the order of their epochs; none where it reports nothing.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; init => field = ValueList<CurvePoint>.Of(value); } = ValueList<CurvePoint>.Empty;

    /// <summary>Whether the trial was given up early, by a rule (<see cref="HyperparameterSearch.Stopping"/>) or at a score that is not
    /// finite.</summary>
    public bool WasGivenUp { get; init; }

    internal bool HasFiniteScore => double.IsFinite(Score);

    // −∞ is what is left of a loss that failed, not a loss below all others.
    private int Group => HasFiniteScore ? WasGivenUp ? 1 : 0 : double.IsNaN(Score) ? 3 : 2;

    /// <inheritdoc/>
    public int CompareTo(SearchTrial? other)
    {
        // Anything comes after nothing, as everywhere in .NET.
        if (other is null)
            return 1;
        var order = Group.CompareTo(other.Group);
        return order != 0 || !HasFiniteScore ? order : Score.CompareTo(other.Score);
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Point = {Point}, Score = {Score}, Budget = {Budget}");
        if (WasGivenUp)
            builder.Append(CultureInfo.InvariantCulture, $", WasGivenUp = {WasGivenUp}");
        return true;
    }
}
