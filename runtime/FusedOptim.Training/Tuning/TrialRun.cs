using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// A trial while it runs: the objective reads its point and budget, reports its curve, and learns whether to go on. It can be given to
/// <see cref="Trainer.Fit"/> as progress, and reports the validation loss after each epoch then, without validation data the training
/// loss:
/// <code>trainer.Fit(training, validation, run.Budget, progress: run, cancellationToken: run.Token)</code>
/// </summary>
/// <remarks>It belongs to one call of the objective, on the thread of the search.</remarks>
public sealed class TrialRun : IProgress<TrainingProgress>
{
    private readonly IReadOnlyList<TrialStopping> _rules;
    private readonly IReadOnlyList<SearchTrial> _earlier;
    private readonly List<CurvePoint> _curve = [];
    private readonly CancellationTokenSource _cancellation;
    private readonly CancellationToken _search;
    private bool _isTokenTaken;

    internal TrialRun(
        SearchPoint point, int budget, IReadOnlyList<TrialStopping> rules, IReadOnlyList<SearchTrial> earlier, CancellationToken search)
    {
        (Point, Budget, _rules, _earlier, _search) = (point, budget, rules, earlier, search);
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(search);
    }

    /// <summary>Gets the point to try.</summary>
    public SearchPoint Point { get; }

    /// <summary>Gets what the trial may spend, such as epochs.</summary>
    public int Budget { get; }

    /// <summary>Gets what was reported so far.</summary>
    public IReadOnlyList<CurvePoint> Curve => _curve;

    /// <summary>Gets the score that was reported last; NaN before the first.</summary>
    public double LastScore => _curve.Count == 0 ? double.NaN : _curve[^1].Score;

    /// <summary>Gets whether the trial is given up: by a rule (<see cref="HyperparameterSearch.Stopping"/>), or because a score is not
    /// finite. The objective should return then; its score counts less than that of any trial that was not given up.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Gets a token that is cancelled when the trial is given up, and when the search is cancelled.</summary>
    /// <remarks>Where the search is cancelled while an objective that has read the token runs, the trial is not among the trials: it may
    /// be cut short.</remarks>
    public CancellationToken Token
    {
        get
        {
            _isTokenTaken = true;
            return _cancellation.Token;
        }
    }

    /// <summary>Reports the score after an epoch.</summary>
    /// <param name="epoch">The number of the epoch: at least 1, and above that of the last report.</param>
    /// <param name="score">The score, less is better. One that is not finite gives up the trial.</param>
    /// <returns>Whether to go on. After a trial is given up, nothing more is taken.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is not above the last one.</exception>
    public bool Report(int epoch, double score)
    {
        if (IsGivenUp)
            return false;
        var least = _curve.Count == 0 ? 1 : _curve[^1].Epoch + 1L;
        Guard.Check(
            epoch >= least, epoch, Invariant($"at least {least}: a trial has one curve, whose epochs increase"));
        _curve.Add(new CurvePoint(epoch, score));
        IsGivenUp = !double.IsFinite(score) || _rules.Any(rule => rule.GivesUp(_curve, Budget, _earlier));
        if (IsGivenUp)
            _cancellation.Cancel();
        return !IsGivenUp;
    }

    /// <inheritdoc/>
    void IProgress<TrainingProgress>.Report(TrainingProgress value)
    {
        if (value.Completed is { } epoch)
            Report(epoch.Epoch, (epoch.Validation ?? epoch.Training).Loss);
    }

    /// <summary>Calls an objective.</summary>
    /// <returns>The trial; <see langword="null"/> if the end of the search may have cut it short.</returns>
    internal SearchTrial? Try(Func<TrialRun, double> objective)
    {
        using (_cancellation)
        {
            double score;
            try
            {
                score = objective(this);
            }
            catch (OperationCanceledException exception)
                when (_isTokenTaken && exception.CancellationToken == _cancellation.Token)
            {
                score = LastScore;
            }

            return _isTokenTaken && _search.IsCancellationRequested
                ? null
                : new SearchTrial(Point, score, Budget) { Curve = _curve, WasGivenUp = IsGivenUp };
        }
    }
}
