using FusedOptim.Training.Collections;

namespace FusedOptim.Training.Tuning;

/// <summary>What a search found.</summary>
/// <param name="Trials">All trials, in the order in which they were made.</param>
public sealed record SearchReport(IReadOnlyList<SearchTrial> Trials)
{
    /// <summary>All trials, in the order in which they were made.</summary>
    public IReadOnlyList<SearchTrial> Trials { get; init => field = ValueList<SearchTrial>.Of(value); } =
        ValueList<SearchTrial>.Of(Trials);

    /// <summary>The trial with the least score among those with the greatest budget that a finite score was reached with;
    /// <see langword="null"/> if no trial has a finite score. A trial that was given up is the best only where all with a finite score
    /// were given up.</summary>
    public SearchTrial? Best
    {
        get
        {
            var scored = Trials.Where(trial => trial.HasFiniteScore);
            var candidates = scored.Any(trial => !trial.WasGivenUp) ? scored.Where(trial => !trial.WasGivenUp) : scored;
            var greatest = candidates.Select(trial => trial.Budget).DefaultIfEmpty().Max();
            return candidates.Where(trial => trial.Budget == greatest).Order().FirstOrDefault();
        }
    }
}
