namespace FusedOptim.Training.Tuning;

/// <summary>
/// A way to search hyperparameters: which points are tried, and with what budget. The objective trains with a point and gives
/// a score by validation data, such as their loss; never by the data that the final result is told on.
/// </summary>
/// <remarks>Searching is a function of the seed and the scores: where scores are the same bits on every machine, as those of
/// <see cref="Trainer"/> are, the search is the same everywhere.</remarks>
public abstract record HyperparameterSearch
{
    /// <summary>Searches.</summary>
    /// <param name="space">The hyperparameters and their values.</param>
    /// <param name="objective">Gives the score of a point for a budget: less is better. NaN and infinite scores are the worst, and
    /// never <see cref="SearchReport.Best"/>.</param>
    /// <param name="progress">Told of each trial, if asked for.</param>
    /// <param name="cancellationToken">Ends the search after the trial of then.</param>
    /// <returns>All trials, in the order in which they were made.</returns>
    public SearchReport Run(
        SearchSpace space, Func<SearchPoint, int, double> objective, IProgress<SearchTrial>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objective);
        var trials = new List<SearchTrial>();
        Search(space, (point, budget) =>
        {
            if (cancellationToken.IsCancellationRequested)
                return null;
            var trial = new SearchTrial(point, objective(point, budget), budget);
            trials.Add(trial);
            progress?.Report(trial);
            return trial;
        });
        return new SearchReport(trials);
    }

    /// <summary>Tries points.</summary>
    /// <param name="space">The space.</param>
    /// <param name="tryPoint">Tries a point with a budget; null if the search is to end.</param>
    protected abstract void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint);
}
