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
    /// <see langword="null"/> if no trial has a finite score.</summary>
    public SearchTrial? Best
    {
        get
        {
            var scored = Trials.Where(trial => trial.HasFiniteScore);
            var greatest = scored.Select(trial => trial.Budget).DefaultIfEmpty().Max();
            return scored.Where(trial => trial.Budget == greatest).Order().FirstOrDefault();
        }
    }
}
