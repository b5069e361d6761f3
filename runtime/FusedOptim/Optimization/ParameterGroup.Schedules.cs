namespace FusedOptim;

/// <content>What sets hyperparameters before a step.</content>
public sealed partial class ParameterGroup
{
    private Action<IUpdateRule, int>? _schedules;

    /// <summary>
    /// Adds a schedule: called before every step with the group's rule and the step of the optimizer, counted from 1. It
    /// sets hyperparameters in place. Several schedules run in the order in which they were added.
    /// </summary>
    /// <typeparam name="TRule">The type of the group's rule: <c>group.Schedule((AdamW rule, int step) => …)</c>.</typeparam>
    /// <remarks>
    /// <para>What a schedule sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step. To scale the rate that the
    /// group was made with, keep it:</para>
    /// <code>
    /// foreach (var group in optimizer.Groups)
    /// {
    ///     var rate = group.GetRule&lt;AdamW&gt;().LearningRate;
    ///     group.Schedule((AdamW rule, int step) => rule.LearningRate = rate * Math.Min(1, step / 100.0));
    /// }
    /// </code>
    /// <para>A rate of 0 does not freeze a group. Its moments and averages still change, and so do its values under weight decay
    /// that is independent of the rate, and under rules that keep the size of their steps in states, such as
    /// <see cref="Velocity"/> and <see cref="Rprop"/>.</para>
    /// </remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it faults the optimizer.</param>
    /// <exception cref="InvalidOperationException">The group's rule is of another type.</exception>
    public void Schedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var rule = GetRule<TRule>();
        _schedules += (_, step) => schedule(rule, step);
    }

    /// <summary>Adds a schedule for a rule of any type, which sets hyperparameters by their names.</summary>
    /// <inheritdoc cref="Schedule{TRule}"/>
    public void Schedule(Action<IUpdateRule, int> schedule) => Schedule<IUpdateRule>(schedule);

    /// <summary>Runs the schedules.</summary>
    internal void RunSchedules(int step) => _schedules?.Invoke(Rule, step);
}
