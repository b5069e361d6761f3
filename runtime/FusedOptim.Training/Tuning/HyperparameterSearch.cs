using FusedOptim.Training.Collections;
using FusedOptim.Training.Files;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// A way to search hyperparameters: which points are tried, and with what budget. The objective trains with a point and gives
/// a score by validation data, such as their loss; never by the data that the final result is told on.
/// </summary>
/// <remarks>Searching is a function of the seed and the scores: where scores are the same bits on every machine, as those of
/// <see cref="Trainer"/> are, the search is the same everywhere.</remarks>
public abstract record HyperparameterSearch
{
    /// <summary>Gets the rules by which a trial that reports its curve is given up early; none by default. A score that is not finite
    /// gives it up in any case.</summary>
    public IReadOnlyList<TrialStopping> Stopping { get; init => field = ValueList<TrialStopping>.Of(value); } =
        ValueList<TrialStopping>.Empty;

    /// <summary>Searches.</summary>
    /// <param name="space">The hyperparameters and their values.</param>
    /// <param name="objective">Gives the score of a point for a budget: less is better. NaN and infinite scores are the worst, and
    /// never <see cref="SearchReport.Best"/>.</param>
    /// <param name="progress">Told of each trial, if asked for.</param>
    /// <param name="file">The file that the search is resumed from and saved to;
    /// see <see cref="Run(SearchSpace, Func{TrialRun, double}, IProgress{SearchTrial}?, string?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the search after the trial of then.</param>
    /// <returns>All trials, in the order in which they were made.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another search.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public SearchReport Run(
        SearchSpace space, Func<SearchPoint, int, double> objective, IProgress<SearchTrial>? progress = null, string? file = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return Run(space, run => objective(run.Point, run.Budget), progress, file, cancellationToken);
    }

    /// <summary>Searches with an objective that reports its curve, so that trials can be given up early
    /// (<see cref="Stopping"/>).</summary>
    /// <param name="space">The hyperparameters and their values.</param>
    /// <param name="objective">Gives the score of a run: less is better. NaN and infinite scores are the worst, and never
    /// <see cref="SearchReport.Best"/>.</param>
    /// <param name="progress">Told of each trial, if asked for, also of those that the file had; such as
    /// <see cref="SearchProgressWriter"/>.</param>
    /// <param name="file">The file with the trials, as JSON lines. It is created if it does not exist, and saved after each trial. The
    /// trials that it has are not made again, so that a search that was interrupted goes on where it was. A random or Bayesian search, or
    /// an evolution without finalists, can also go on with more trials than it was begun with.
    /// <see langword="null"/> by default: the search is kept in memory alone.</param>
    /// <param name="cancellationToken">Ends the search after the current trial. A trial that reads <see cref="TrialRun.Token"/> ends
    /// early, and is not among the trials.</param>
    /// <returns>All trials, in the order in which they were made.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another search: of another kind, space, seed, budget or other
    /// setting than the number of trials. Nothing has changed.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    /// <remarks>An exception of the objective ends the search; the file keeps the trials before it. The file does not know the
    /// objective: use another file for another objective. One search at a time uses a file.</remarks>
    public SearchReport Run(
        SearchSpace space, Func<TrialRun, double> objective, IProgress<SearchTrial>? progress = null, string? file = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objective);
        var saved = file is null ? null : new SearchFile(file, this, space, FileSystem.Default);
        var trials = new List<SearchTrial>();
        Search(space, (point, budget) =>
        {
            if (cancellationToken.IsCancellationRequested)
                return null;
            var trial = saved?.Take(point, budget);
            if (trial is null)
            {
                trial = new TrialRun(point, budget, Stopping, trials, cancellationToken).Try(objective);
                if (trial is null)
                    return null;
                saved?.Add(trial);
            }

            trials.Add(trial);
            progress?.Report(trial);
            return trial;
        });
        return new SearchReport(trials);
    }

    /// <summary>Gets whether the trials of the search are the first ones of the same search with more trials, which can then go on from
    /// its file.</summary>
    internal virtual bool CanBeExtended => false;

    /// <summary>Tries points.</summary>
    /// <param name="space">The space.</param>
    /// <param name="tryPoint">Tries a point with a budget; null if the search is to end.</param>
    protected abstract void Search(SearchSpace space, Func<SearchPoint, int, SearchTrial?> tryPoint);
}
