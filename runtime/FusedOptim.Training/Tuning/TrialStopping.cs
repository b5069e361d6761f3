namespace FusedOptim.Training.Tuning;

/// <summary>A rule that gives up a trial early by its curve. <see cref="HyperparameterSearch.Stopping"/> has the rules of a search.
/// Derive from it to write another one.</summary>
/// <remarks>A rule is a function of its arguments alone, so that a search that is resumed gives up the same trials.</remarks>
public abstract record TrialStopping
{
    /// <summary>Decides whether a trial is given up.</summary>
    /// <param name="curve">The curve of the trial so far, in the order of its epochs; it has at least one point, and all scores are
    /// finite.</param>
    /// <param name="budget">The budget of the trial.</param>
    /// <param name="earlier">The trials before it, in the order in which they were made.</param>
    public abstract bool GivesUp(IReadOnlyList<CurvePoint> curve, int budget, IReadOnlyList<SearchTrial> earlier);
}
