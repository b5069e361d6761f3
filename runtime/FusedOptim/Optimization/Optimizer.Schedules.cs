using FusedOptim.Schedules;

namespace FusedOptim;

/// <content>The schedules of all groups, also of those that are added later.</content>
public sealed partial class Optimizer
{
    private readonly List<Action<ParameterGroup>> _schedules = [];

    /// <summary>
    /// Sets a hyperparameter by a schedule before every step, in all groups whose rules have it, also in those that are added later
    /// (<see cref="ParameterGroup.Schedule(string, ISchedule, ScheduleMode)"/>).
    /// </summary>
    /// <remarks>
    /// <code>
    /// optimizer.Schedule("LearningRate", new Cosine(1, steps: 1000).WithWarmUp(100), ScheduleMode.Multiply);
    /// </code>
    /// <para>A group has one schedule of a hyperparameter, the last that was added: to the optimizer or to the group.</para>
    /// </remarks>
    /// <param name="hyperparameter">The name of a hyperparameter that is a number, such as "LearningRate".</param>
    /// <param name="schedule">The schedule. Its step is that of the optimizer, counted from 1.</param>
    /// <param name="mode">Whether the number of the schedule is the value, or a factor of the base value of each group
    /// (<see cref="ParameterGroup.GetBaseValue"/>).</param>
    /// <exception cref="ArgumentException">No group has a rule with the hyperparameter; there are no groups; or the hyperparameter
    /// chooses between variants of the rule: a <see langword="bool"/> or an enumeration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The mode is not a <see cref="ScheduleMode"/>.</exception>
    public void Schedule(string hyperparameter, ISchedule schedule, ScheduleMode mode = ScheduleMode.Replace)
    {
        Schedulable.Check(_groups.Select(group => group.Rule.Schema), hyperparameter, schedule, mode);
        _schedules.Add(AddTo);
        _groups.ForEach(AddTo);

        void AddTo(ParameterGroup group)
        {
            if (Schedulable.IndexOf(group.Rule.Schema, hyperparameter) >= 0)
                group.Schedule(hyperparameter, schedule, mode);
        }
    }

    /// <summary>
    /// Adds a method to all groups with rules of one type, also to those that are added later: called before every step for
    /// each group, with the group's rule and the step of the optimizer, counted from 1.
    /// </summary>
    /// <typeparam name="TRule">The type of the rules: <c>optimizer.Schedule((AdamW rule, int step) => …)</c>.</typeparam>
    /// <remarks>What the method sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step. Methods run in the
    /// order in which they were added, after the schedules of hyperparameters.</remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it leaves everything as it was before the step.</param>
    /// <exception cref="InvalidOperationException">The optimizer has groups, and none with a rule of the type.</exception>
    public void Schedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(schedule);
        if (_groups.Count > 0 && !_groups.Exists(group => group.Rule is TRule))
        {
            throw new InvalidOperationException(
                $"No group has a rule of type {typeof(TRule).FullName}; the rules are " +
                $"{string.Join(", ", _rules.Select(rule => rule.Schema.FullName))}.");
        }

        _schedules.Add(AddTo);
        _groups.ForEach(AddTo);

        void AddTo(ParameterGroup group)
        {
            if (group.Rule is TRule)
                group.Schedule(schedule);
        }
    }

    /// <summary>Adds a method to all groups, whatever their rules are, which sets hyperparameters by their names.</summary>
    /// <inheritdoc cref="Schedule{TRule}"/>
    public void Schedule(Action<IUpdateRule, int> schedule) => Schedule<IUpdateRule>(schedule);
}
