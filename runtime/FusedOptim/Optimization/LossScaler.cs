using FusedOptim.Guards;
using FusedOptim.Instruments;

namespace FusedOptim;

/// <summary>
/// A dynamic loss scale, as mixed precision needs where gradients are stored in few bits: the loss is multiplied by it, so
/// that small gradients do not vanish, and the step divides by it. The scale falls when gradients overflow, and grows
/// after a while without. Conventions are those of PyTorch's GradScaler (P. Micikevicius et al., "Mixed Precision
/// Training", ICLR 2018, section 3.2).
/// </summary>
/// <remarks>
/// In each step: multiply the loss, or its derivatives by the outputs, by <see cref="Scale"/>; step with
/// <see cref="Unscale"/>; give the report to <see cref="Update"/>. Not for several threads at once.
/// </remarks>
public sealed class LossScaler
{
    /// <summary>A loss scale.</summary>
    /// <param name="initialScale">What it starts from: from <paramref name="minimumScale"/> to
    /// <see cref="float.MaxValue"/>.</param>
    /// <param name="growthFactor">What it is multiplied by after <paramref name="growthInterval"/> good steps: above 1 and
    /// finite.</param>
    /// <param name="backoffFactor">What it is multiplied by after a step that was skipped: above 0 and below 1.</param>
    /// <param name="growthInterval">How many good steps in a row make it grow; at least 1.</param>
    /// <param name="minimumScale">What it never falls below: above 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public LossScaler(
        double initialScale = 65_536, double growthFactor = 2, double backoffFactor = 0.5, int growthInterval = 2_000,
        double minimumScale = 1)
    {
        Guard.CheckPositive(minimumScale);
        Guard.Check(
            growthFactor > 1 && double.IsFinite(growthFactor), growthFactor, "greater than 1 and finite");
        Guard.Check(backoffFactor is > 0 and < 1, backoffFactor, "greater than 0 and less than 1");
        Guard.AtLeast(1, growthInterval);
        (GrowthFactor, BackoffFactor, GrowthInterval, MinimumScale) =
            (growthFactor, backoffFactor, growthInterval, minimumScale);
        CheckScale(initialScale, nameof(initialScale));
        Scale = initialScale;
    }

    /// <summary>What the loss of now is to be multiplied by.</summary>
    public double Scale { get; private set; }

    /// <summary>How many good steps in a row the scale has not changed for.</summary>
    public int GoodStepCount { get; private set; }

    /// <summary>What the scale is multiplied by after <see cref="GrowthInterval"/> good steps.</summary>
    public double GrowthFactor { get; }

    /// <summary>What the scale is multiplied by after a step that was skipped.</summary>
    public double BackoffFactor { get; }

    /// <summary>How many good steps in a row make the scale grow.</summary>
    public int GrowthInterval { get; }

    /// <summary>What the scale never falls below.</summary>
    public double MinimumScale { get; }

    /// <summary>
    /// The options of a step whose loss was multiplied by <see cref="Scale"/>: the gradient scale is divided by it, and
    /// gradients that are not finite skip the step. A maximum norm holds for the divided gradients.
    /// </summary>
    /// <param name="options">What the step does besides.</param>
    public StepOptions Unscale(StepOptions options = default) =>
        options with { GradientScale = options.GradientScale / Scale, SkipNonFinite = true };

    /// <summary>
    /// Takes what a step did: the scale falls if the step was skipped, and grows if it was the last of
    /// <see cref="GrowthInterval"/> good ones in a row, unless it would leave the range of single precision.
    /// </summary>
    /// <param name="reports">The report of the step; those of all optimizers that stepped gradients of one loss.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public void Update(params ReadOnlySpan<StepReport> reports)
    {
        if (reports.IsEmpty)
            throw new ArgumentException("There is no report; a step gives one.", nameof(reports));
        UpdateScale(reports);
        StepInstruments.RecordLossScale(Scale);
    }

    /// <summary>Goes on from where another scaler stood, as when training resumes.</summary>
    /// <param name="scale">Its <see cref="Scale"/>: from <see cref="MinimumScale"/> to <see cref="float.MaxValue"/>.
    /// </param>
    /// <param name="goodStepCount">Its <see cref="GoodStepCount"/>: from 0 to below <see cref="GrowthInterval"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range; nothing has changed.</exception>
    public void Restore(double scale, int goodStepCount)
    {
        CheckScale(scale, nameof(scale));
        Guard.Check(
            goodStepCount >= 0 && goodStepCount < GrowthInterval, goodStepCount,
            Invariant($"at least 0 and less than the growth interval, {GrowthInterval}"));
        (Scale, GoodStepCount) = (scale, goodStepCount);
    }

    private void UpdateScale(ReadOnlySpan<StepReport> reports)
    {
        foreach (var report in reports)
        {
            if (report.IsSkipped)
            {
                Scale = Math.Max(MinimumScale, Scale * BackoffFactor);
                GoodStepCount = 0;
                return;
            }
        }

        if (++GoodStepCount < GrowthInterval)
            return;
        GoodStepCount = 0;
        if (Scale * GrowthFactor <= float.MaxValue)
            Scale *= GrowthFactor;
    }

    private void CheckScale(double scale, string name) => Guard.Check(
        scale >= MinimumScale && scale <= float.MaxValue, scale,
        Invariant($"at least {MinimumScale} and at most {float.MaxValue}"), name);
}
