using FusedOptim.Schedules;

namespace FusedOptim;

/// <content>The schedules of all groups, also of those that are added later.</content>
public sealed partial class Optimizer
{
    private readonly OrderedDictionary<string, HyperparameterSchedule> _schedules = new(StringComparer.Ordinal);
    private readonly List<(Delegate Method, Action<ParameterGroup> AddTo)> _scheduleMethods = [];

    /// <summary>The schedules of hyperparameters that groups which are added later will follow: the last of each hyperparameter that
    /// was added to the optimizer. <see cref="ParameterGroup.Schedules"/> has those that a group follows. Methods are not
    /// listed.</summary>
    public IReadOnlyList<HyperparameterSchedule> Schedules => [.. _schedules.Values];

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
        var added = new HyperparameterSchedule(hyperparameter, schedule, mode);
        _schedules[hyperparameter] = added;
        foreach (var group in GroupsWith(hyperparameter))
            group.Follow(added);
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

        _scheduleMethods.Add((schedule, AddTo));
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

    /// <summary>
    /// Removes the schedule of a hyperparameter that was added to the optimizer: from the groups that follow it, and for those that are
    /// added later. In each of these groups the hyperparameter gets its base value at once
    /// (<see cref="ParameterGroup.RemoveSchedule(string)"/>). Groups that got another schedule of the hyperparameter since keep it.
    /// </summary>
    /// <param name="hyperparameter">The name of the hyperparameter.</param>
    /// <returns>Whether the optimizer had a schedule of the hyperparameter.</returns>
    /// <exception cref="ArgumentException">No group has a rule with a number of the name, and the optimizer does not have a schedule
    /// of it.</exception>
    /// <exception cref="InvalidOperationException">An operation on the set is under way (<see cref="ExclusiveAccess"/>), such as the
    /// step that runs a schedule.</exception>
    public bool RemoveSchedule(string hyperparameter)
    {
        ArgumentNullException.ThrowIfNull(hyperparameter);
        using var operation = Access.Begin(ParameterGroup.Removing);
        if (!_schedules.TryGetValue(hyperparameter, out var removed))
        {
            Schedulable.Check(_groups.Select(group => group.Rule.Schema), hyperparameter);
            return false;
        }

        foreach (var group in GroupsWith(hyperparameter))
        {
            // Not one that is equal: a group may have got it by itself.
            if (group.Schedules.Any(followed => ReferenceEquals(followed, removed)))
                group.Unfollow(Schedulable.IndexOf(group.Rule.Schema, hyperparameter));
        }

        return _schedules.Remove(hyperparameter);
    }

    /// <summary>Removes a method that was added to the optimizer, from all groups and for those that are added later. Hyperparameters
    /// keep what it has set. Of a method that was added several times, the last one is removed.</summary>
    /// <typeparam name="TRule">The type of the rules that the method was added with.</typeparam>
    /// <param name="schedule">The method, equal to the one that was added: keep a lambda expression in a variable.</param>
    /// <returns>Whether the optimizer had the method.</returns>
    /// <exception cref="InvalidOperationException">An operation on the set is under way (<see cref="ExclusiveAccess"/>), such as the
    /// step that runs a schedule.</exception>
    public bool RemoveSchedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(schedule);
        using var operation = Access.Begin(ParameterGroup.Removing);
        var index = _scheduleMethods.FindLastIndex(added => added.Method.Equals(schedule));
        if (index < 0)
            return false;
        _scheduleMethods.RemoveAt(index);
        foreach (var group in _groups)
            group.Unfollow(schedule);
        return true;
    }

    private IEnumerable<ParameterGroup> GroupsWith(string hyperparameter) =>
        _groups.Where(group => Schedulable.IndexOf(group.Rule.Schema, hyperparameter) >= 0);

    private void AddSchedulesTo(ParameterGroup group)
    {
        foreach (var (hyperparameter, schedule) in _schedules)
        {
            if (Schedulable.IndexOf(group.Rule.Schema, hyperparameter) >= 0)
                group.Follow(schedule);
        }

        foreach (var (_, addTo) in _scheduleMethods)
            addTo(group);
    }
}
