using FusedOptim.Guards;

namespace FusedOptim.Training.Tuning;

/// <summary>Gives up a trial whose score is above a threshold.</summary>
public sealed record ThresholdStopping : TrialStopping
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="threshold">The score above which a trial is given up; finite.</param>
    /// <param name="warmUp">The number of epochs in which no trial is given up; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ThresholdStopping(double threshold, int warmUp = 0)
    {
        Guard.CheckFinite(threshold);
        (Threshold, WarmUp) = (threshold, Guard.AtLeast(0, warmUp));
    }

    /// <summary>Gets the score above which a trial is given up.</summary>
    public double Threshold { get; }

    /// <summary>Gets the number of epochs in which no trial is given up.</summary>
    public int WarmUp { get; }

    /// <inheritdoc/>
    public override bool GivesUp(IReadOnlyList<CurvePoint> curve, int budget, IReadOnlyList<SearchTrial> earlier)
    {
        ArgumentNullException.ThrowIfNull(curve);
        return curve[^1].Epoch > WarmUp && curve[^1].Score > Threshold;
    }
}
