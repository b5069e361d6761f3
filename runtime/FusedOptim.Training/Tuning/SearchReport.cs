namespace FusedOptim.Training;

/// <summary>What a search found.</summary>
/// <param name="Trials">All trials, in the order in which they were made.</param>
public sealed record SearchReport(IReadOnlyList<SearchTrial> Trials)
{
    /// <summary>The best of the trials with the greatest budget; null if there was no trial.</summary>
    public SearchTrial? Best
    {
        get
        {
            var greatest = Trials.Select(trial => trial.Budget).DefaultIfEmpty().Max();
            return Trials.Where(trial => trial.Budget == greatest).Order().FirstOrDefault();
        }
    }
}
