using System.Globalization;
using System.Text;

namespace FusedOptim.Training.Tuning;

/// <summary>A point that was tried. Trials are ordered by their scores, the best first: finite scores, the least first, then
/// infinite ones, then NaN.</summary>
/// <param name="Point">The point.</param>
/// <param name="Score">What the objective gave: less is better; what is not finite is the worst.</param>
/// <param name="Budget">What it was allowed to spend, such as epochs.</param>
public sealed record SearchTrial(SearchPoint Point, double Score, int Budget) : IComparable<SearchTrial>
{
    internal bool HasFiniteScore => double.IsFinite(Score);

    // −∞ is what is left of a loss that failed, not a loss below all others.
    private double Rank => HasFiniteScore ? Score : double.PositiveInfinity;

    /// <inheritdoc/>
    public int CompareTo(SearchTrial? other)
    {
        // Anything comes after nothing, as everywhere in .NET.
        if (other is null)
            return 1;
        var order = double.IsNaN(Score).CompareTo(double.IsNaN(other.Score));
        return order != 0 ? order : Rank.CompareTo(other.Rank);
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Point = {Point}, Score = {Score}, Budget = {Budget}");
        return true;
    }
}
