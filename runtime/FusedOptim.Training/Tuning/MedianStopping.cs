using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>
/// Gives up a trial whose best score up to an epoch is above the median of what the other trials had on average up to that epoch
/// (Golovin, Solnik, Moitra, Kochanski, Karro and Sculley, "Google Vizier: a service for black-box optimization", 2017, section 3.2).
/// </summary>
/// <remarks>A trial is compared with earlier trials of the same budget that were not given up. Trials that reported nothing up to the
/// epoch are left out.</remarks>
public sealed record MedianStopping : TrialStopping
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="warmUp">The number of epochs in which no trial is given up; not negative.</param>
    /// <param name="minimumTrials">The number of trials to compare with that there must be; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public MedianStopping(int warmUp = 1, int minimumTrials = 5) =>
        (WarmUp, MinimumTrials) = (Guard.AtLeast(0, warmUp), Guard.AtLeast(1, minimumTrials));

    /// <summary>Gets the number of epochs in which no trial is given up.</summary>
    public int WarmUp { get; }

    /// <summary>Gets the number of trials to compare with that there must be.</summary>
    public int MinimumTrials { get; }

    /// <inheritdoc/>
    public override bool GivesUp(IReadOnlyList<CurvePoint> curve, int budget, IReadOnlyList<SearchTrial> earlier)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(earlier);
        var epoch = curve[^1].Epoch;
        if (epoch <= WarmUp)
            return false;
        double[] means =
        [
            .. earlier.Where(trial => trial.Budget == budget && !trial.WasGivenUp)
                .Select(trial => trial.Curve.TakeWhile(point => point.Epoch <= epoch).Select(point => point.Score))
                .Where(scores => scores.Any()).Select(scores => scores.Average()).Order(),
        ];
        if (means.Length < MinimumTrials)
            return false;
        // Halved before they are added: the sum of two large scores may be infinite.
        var median = means[(means.Length - 1) / 2] / 2 + means[means.Length / 2] / 2;
        return curve.Min(point => point.Score) > median;
    }
}
