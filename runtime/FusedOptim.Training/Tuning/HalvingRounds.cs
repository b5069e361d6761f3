using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>Rounds in which the better part of some points goes on with a larger budget, until one is left.</summary>
internal static class HalvingRounds
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="points">The points of the first round; nothing is tried where there are none.</param>
    /// <param name="budget">The budget of the first round.</param>
    /// <param name="factor">Of so many points one goes on, with so many times the budget.</param>
    /// <param name="tryPoint">Tries a point with a budget; null if the search is to end.</param>
    public static void Run(SearchPoint[] points, int budget, int factor, Func<SearchPoint, int, SearchTrial?> tryPoint)
    {
        for (; points.Length > 0; budget *= factor)
        {
            var trials = new List<SearchTrial>();
            foreach (var point in points)
            {
                if (tryPoint(point, budget) is not { } trial)
                    return;
                trials.Add(trial);
            }

            if (points.Length == 1)
                return;
            // Order is stable: of equals the first goes on.
            var better = trials.Where(trial => trial.HasFiniteScore && !trial.WasGivenUp).Order();
            points = [.. better.Take(Math.Max(1, points.Length / factor)).Select(trial => trial.Point)];
        }
    }

    /// <summary>Throws unless the budget of the last round is an integer of 32 bits: before the first rounds have been paid for.
    /// </summary>
    /// <param name="points">The number of points of the first round.</param>
    /// <param name="budget">The budget of the first round.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="argument">The name of the budget.</param>
    public static void CheckLastBudget(int points, long budget, int factor, string argument)
    {
        var last = (UInt128)budget;
        for (; points > 1; points = Math.Max(1, points / factor))
            last *= (uint)factor;
        Guard.Check(
            last <= int.MaxValue, budget, $"so small that the budget of the last round, {last}, is at most {int.MaxValue}", argument);
    }
}
