using FusedOptim.Guards;

namespace FusedOptim.Schedules;

/// <summary>
/// Multiplies a value by a factor when a metric has stopped getting better. Conventions are those of PyTorch's
/// ReduceLROnPlateau, where less is better: with a relative threshold, a metric is better if it is below best − threshold·|best|, with
/// an absolute one, if it is below best − threshold. The value falls when more than <see cref="Patience"/> in a row are not better.
/// PyTorch leaves out the magnitude in a relative threshold, so that a negative metric that gets worse becomes the best there.
/// </summary>
/// <remarks>
/// <para>It is a schedule: <c>trainer.Schedule("LearningRate", new ReduceOnPlateau(3e-3))</c>. A trainer calls <see cref="Update"/>
/// after each epoch for every plateau schedule that its groups follow. In a loop by hand, call it with the metric. A checkpoint saves
/// what the plateau schedules of an optimizer remember.</para>
/// <para>Metrics may have either sign: of a metric of which more is better, such as an accuracy, give the negative. One that is not
/// finite is never better. Not for several threads at once.</para>
/// </remarks>
public sealed class ReduceOnPlateau : ISchedule
{
    /// <summary>A value that falls on plateaus.</summary>
    /// <param name="initial">What it starts from; finite and at least <paramref name="minimum"/>.</param>
    /// <param name="factor">What the value is multiplied by; greater than 0 and less than 1.</param>
    /// <param name="patience">How many metrics in a row may be no better; at least 0.</param>
    /// <param name="threshold">The difference by which a metric must be better than the best; at least 0, and less than 1 where it is
    /// relative.</param>
    /// <param name="thresholdKind">Whether the threshold is a part of the best metric, or a difference in its units.</param>
    /// <param name="cooldown">For how many metrics after a fall bad ones do not count; at least 0.</param>
    /// <param name="minimum">What the value never falls below; at least 0 and finite.</param>
    /// <param name="smallestChange">Falls by no more than this are left out; at least 0 and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public ReduceOnPlateau(
        double initial, double factor = 0.1, int patience = 10, double threshold = 1e-4,
        PlateauThreshold thresholdKind = PlateauThreshold.Relative, int cooldown = 0, double minimum = 0,
        double smallestChange = 1e-8)
    {
        Guard.Check(factor is > 0 and < 1, factor, "greater than 0 and less than 1");
        Guard.AtLeast(0, patience);
        Guard.Check(
            thresholdKind is PlateauThreshold.Relative or PlateauThreshold.Absolute, (int)thresholdKind,
            $"a {nameof(PlateauThreshold)}", nameof(thresholdKind));
        Guard.Check(
            threshold >= 0 && (thresholdKind == PlateauThreshold.Relative ? threshold < 1 : double.IsFinite(threshold)), threshold,
            thresholdKind == PlateauThreshold.Relative ? "at least 0 and less than 1, as a part of the best" : "at least 0 and finite");
        Guard.AtLeast(0, cooldown);
        Guard.Check(minimum >= 0 && double.IsFinite(minimum), minimum, "at least 0 and finite");
        Guard.Check(
            smallestChange >= 0 && double.IsFinite(smallestChange), smallestChange, "at least 0 and finite");
        (Factor, Patience, Threshold, ThresholdKind) = (factor, patience, threshold, thresholdKind);
        (Cooldown, Minimum, SmallestChange) = (cooldown, minimum, smallestChange);
        CheckValue(initial, nameof(initial));
        State = new PlateauState(initial, double.PositiveInfinity, BadCount: 0, RemainingCooldown: 0);
    }

    /// <summary>The current value.</summary>
    public double Value => State.Value;

    /// <summary>All that is remembered, to be saved with a checkpoint and given to <see cref="Restore"/>.</summary>
    public PlateauState State { get; private set; }

    /// <summary>What the value is multiplied by.</summary>
    public double Factor { get; }

    /// <summary>How many metrics in a row may be no better.</summary>
    public int Patience { get; }

    /// <summary>The difference by which a metric must be better than the best.</summary>
    public double Threshold { get; }

    /// <summary>Whether <see cref="Threshold"/> is a part of the best metric, or a difference in its units.</summary>
    public PlateauThreshold ThresholdKind { get; }

    /// <summary>For how many metrics after a fall bad ones do not count.</summary>
    public int Cooldown { get; }

    /// <summary>What the value never falls below.</summary>
    public double Minimum { get; }

    /// <summary>Falls by no more than this are left out.</summary>
    public double SmallestChange { get; }

    /// <summary>Gets the current value, whatever the step.</summary>
    /// <param name="step">The step, counted from 1, as optimizers count.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is less than 1.</exception>
    public double At(int step)
    {
        Guard.AtLeast(1, step);
        return Value;
    }

    /// <summary>Takes a metric; the value falls if it was one too many that is no better. Allocates nothing.</summary>
    /// <param name="metric">The metric, such as the loss on validation data after an epoch; less is better.</param>
    /// <returns>Whether the value has fallen.</returns>
    public bool Update(double metric)
    {
        var (value, best, badCount, remainingCooldown) = State;
        if (double.IsFinite(metric) && metric < BoundOf(best))
            (best, badCount) = (metric, 0);
        else
            badCount++;
        if (remainingCooldown > 0)
            (badCount, remainingCooldown) = (0, remainingCooldown - 1);
        if (badCount > Patience)
        {
            (badCount, remainingCooldown) = (0, Cooldown);
            var reduced = Math.Max(Minimum, value * Factor);
            if (value - reduced > SmallestChange)
                value = reduced;
        }

        var hasFallen = value != Value;
        State = new PlateauState(value, best, badCount, remainingCooldown);
        return hasFallen;
    }

    /// <summary>Goes on from where another stood, as when training resumes.</summary>
    /// <param name="state">Its <see cref="State"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range; nothing has changed.</exception>
    public void Restore(PlateauState state)
    {
        CheckValue(state.Value, nameof(state.Value));
        Guard.Check(!double.IsNaN(state.Best), state.Best, "a number", nameof(state.Best));
        Guard.Check(
            state.BadCount >= 0 && state.BadCount <= Patience, state.BadCount, Invariant($"from 0 to the patience, {Patience}"),
            nameof(state.BadCount));
        Guard.Check(
            state.RemainingCooldown >= 0 && state.RemainingCooldown <= Cooldown, state.RemainingCooldown,
            Invariant($"from 0 to the cooldown, {Cooldown}"), nameof(state.RemainingCooldown));
        State = state;
    }

    // What a metric must be below to be better.
    private double BoundOf(double best) => ThresholdKind == PlateauThreshold.Absolute
        ? best - Threshold
        : best * (best >= 0 ? 1 - Threshold : 1 + Threshold);

    private void CheckValue(double value, string name) => Guard.Check(
        value >= Minimum && double.IsFinite(value), value,
        Invariant($"finite and at least the minimum, {Minimum}"), name);
}
