namespace FusedOptim;

/// <content>The schedules of all groups, also of those that are added later.</content>
public sealed partial class Optimizer
{
    private readonly List<Action<ParameterGroup>> _schedules = [];

    /// <summary>
    /// Adds a schedule to all groups with rules of one type, also to those that are added later: called before every step for
    /// each group, with the group's rule and the step of the optimizer, counted from 1.
    /// </summary>
    /// <typeparam name="TRule">The type of the rules: <c>optimizer.Schedule((AdamW rule, int step) => …)</c>.</typeparam>
    /// <remarks>What a schedule sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step. One rate that a
    /// schedule sets replaces the different rates that groups were made with; see
    /// <see cref="ParameterGroup.Schedule{TRule}(Action{TRule, int})"/> for a rate of each group.</remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it faults the optimizer.</param>
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

    /// <summary>Adds a schedule to all groups, whatever their rules are; it sets hyperparameters by their names.</summary>
    /// <inheritdoc cref="Schedule{TRule}"/>
    public void Schedule(Action<IUpdateRule, int> schedule) => Schedule<IUpdateRule>(schedule);
}
