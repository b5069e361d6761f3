using FusedOptim.Rules;
using FusedOptim.Schedules;

namespace FusedOptim;

/// <content>What sets hyperparameters before a step.</content>
public sealed partial class ParameterGroup
{
    /// <summary>The operation of removing a schedule, in messages.</summary>
    internal const string Removing = "removing a schedule";

    // Null until there is something to run or to remember.
    private GroupSchedules? _schedules;

    /// <summary>The schedules of hyperparameters that the group follows, those of the optimizer included: at most one of each
    /// hyperparameter. Methods are not listed.</summary>
    public IReadOnlyList<HyperparameterSchedule> Schedules => [.. _schedules?.ByHyperparameter ?? []];

    /// <summary>
    /// Sets a hyperparameter by a schedule before every step, from the next one on. A later schedule of the same hyperparameter takes
    /// the place of the earlier one.
    /// </summary>
    /// <remarks>
    /// <code>
    /// group.Schedule("LearningRate", new Cosine(3e-4, steps: 1000).WithWarmUp(100));
    /// group.Schedule("WeightDecay", new LinearDecay(1, steps: 1000), ScheduleMode.Multiply);   // of the group's own decay
    /// </code>
    /// <para>The number for a hyperparameter that is an integer is rounded to the nearest integer, halves away from zero. A number
    /// out of the range of the hyperparameter is an exception of the step.</para>
    /// <para>A rate of 0 does not freeze a group. Its moments and averages still change, and so do its values under weight decay
    /// that is independent of the rate, and under rules that keep the size of their steps in states, such as
    /// <see cref="Velocity"/> and <see cref="Rprop"/>.</para>
    /// </remarks>
    /// <param name="hyperparameter">The name of a hyperparameter that is a number, such as "LearningRate".</param>
    /// <param name="schedule">The schedule. Its step is that of the optimizer, counted from 1.</param>
    /// <param name="mode">Whether the number of the schedule is the value, or a factor of the base value
    /// (<see cref="GetBaseValue"/>).</param>
    /// <exception cref="ArgumentException">The rule does not have the hyperparameter, or it chooses between variants of the rule: a
    /// <see langword="bool"/> or an enumeration.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The mode is not a <see cref="ScheduleMode"/>.</exception>
    public void Schedule(string hyperparameter, ISchedule schedule, ScheduleMode mode = ScheduleMode.Replace)
    {
        Schedulable.Check([Rule.Schema], hyperparameter, schedule, mode);
        Follow(new HyperparameterSchedule(hyperparameter, schedule, mode));
    }

    /// <summary>
    /// Adds a method that sets hyperparameters in place: called before every step with the group's rule and the step of the
    /// optimizer, counted from 1. Methods run in the order in which they were added, after the schedules of hyperparameters.
    /// </summary>
    /// <typeparam name="TRule">The type of the group's rule: <c>group.Schedule((AdamW rule, int step) => …)</c>.</typeparam>
    /// <remarks>What the method sets, stays set: <c>rule.LearningRate *= 0.99</c> compounds from step to step.
    /// <see cref="GetBaseValue"/> gives the rate that the group was made with.</remarks>
    /// <param name="schedule">What sets the hyperparameters. An exception out of it leaves everything as it was before the step.</param>
    /// <exception cref="InvalidOperationException">The group's rule is of another type.</exception>
    public void Schedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(schedule);
        _ = GetRule<TRule>();
        // The rule is given, not kept: a copy of the schedules is for another rule.
        (_schedules ??= new GroupSchedules(Rule)).Add(
            schedule, schedule as Action<IUpdateRule, int> ?? ((rule, step) => schedule((TRule)rule, step)));
    }

    /// <summary>Adds a method for a rule of any type, which sets hyperparameters by their names.</summary>
    /// <inheritdoc cref="Schedule{TRule}"/>
    public void Schedule(Action<IUpdateRule, int> schedule) => Schedule<IUpdateRule>(schedule);

    /// <summary>
    /// Removes the schedule of a hyperparameter, also one that was added to the optimizer: from this group alone. The hyperparameter
    /// gets its base value at once (<see cref="GetBaseValue"/>), so that it keeps a value that the program has set since the last
    /// step. Methods that set the hyperparameter continue from there.
    /// </summary>
    /// <param name="hyperparameter">The name of the hyperparameter.</param>
    /// <returns>Whether the group had a schedule of the hyperparameter.</returns>
    /// <exception cref="ArgumentException">The rule does not have the hyperparameter.</exception>
    /// <exception cref="InvalidOperationException">An operation on the set is under way (<see cref="ExclusiveAccess"/>), such as the
    /// step that runs a schedule.</exception>
    public bool RemoveSchedule(string hyperparameter)
    {
        var index = Rule.Schema.IndexOfHyperparameter(hyperparameter);
        using var operation = Prepared.Parameters[0].Storage.Access.Begin(Removing);
        return Unfollow(index);
    }

    /// <summary>Removes a method that sets hyperparameters. They keep what it has set. Of a method that was added several times, the
    /// last one is removed.</summary>
    /// <typeparam name="TRule">The type of the rule that the method was added with.</typeparam>
    /// <param name="schedule">The method, equal to the one that was added: keep a lambda expression in a variable.</param>
    /// <returns>Whether the group had the method.</returns>
    /// <exception cref="InvalidOperationException">An operation on the set is under way (<see cref="ExclusiveAccess"/>), such as the
    /// step that runs a schedule.</exception>
    public bool RemoveSchedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule
    {
        ArgumentNullException.ThrowIfNull(schedule);
        using var operation = Prepared.Parameters[0].Storage.Access.Begin(Removing);
        return Unfollow(schedule);
    }

    /// <summary>Gets the base value of a hyperparameter: the value that the group was made with, or that the program has set since.
    /// What schedules set, by name or by method, does not count; what is set between two steps does.</summary>
    /// <param name="hyperparameter">The name of the hyperparameter.</param>
    /// <exception cref="ArgumentException">The rule does not have the hyperparameter.</exception>
    public double GetBaseValue(string hyperparameter)
    {
        var index = Rule.Schema.IndexOfHyperparameter(hyperparameter);
        return _schedules?.GetBase(Rule, index) ?? Rule.GetHyperparameter(index);
    }

    /// <summary>Sets the base value of a hyperparameter (<see cref="GetBaseValue"/>) and not the hyperparameter itself, as when training
    /// resumes: the current value counts as set by a schedule.</summary>
    /// <param name="hyperparameter">The name of the hyperparameter.</param>
    /// <param name="value">The base value.</param>
    /// <exception cref="ArgumentException">The rule does not have the hyperparameter.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public void RestoreBaseValue(string hyperparameter, double value)
    {
        var index = Rule.Schema.IndexOfHyperparameter(hyperparameter);
        value = Rule.Schema.Hyperparameters[index].Check(value);
        (_schedules ??= new GroupSchedules(Rule)).RestoreBase(Rule, index, value);
    }

    /// <summary>Follows a schedule of a number that the rule has.</summary>
    internal void Follow(HyperparameterSchedule schedule) => (_schedules ??= new GroupSchedules(Rule)).Set(
        Schedulable.IndexOf(Rule.Schema, schedule.Hyperparameter), schedule);

    /// <summary>Removes the schedule of a hyperparameter; the caller has the access.</summary>
    internal bool Unfollow(int hyperparameter) => _schedules?.Remove(Rule, hyperparameter) ?? false;

    /// <summary>Removes a method; the caller has the access.</summary>
    internal bool Unfollow(Delegate method) => _schedules?.Remove(method) ?? false;

    /// <summary>Runs the schedules.</summary>
    internal void RunSchedules(int step) => _schedules?.Run(Rule, step);

    /// <summary>Gives the rule the hyperparameters that it had before <see cref="RunSchedules"/> for a step, also where a schedule
    /// threw; does nothing where the schedules did not run for the step.</summary>
    internal void UndoSchedules(int step) => _schedules?.Undo(Rule, step);

    /// <summary>Gives another group with a rule of the same type the schedules and base values of this one, in the place of its
    /// own.</summary>
    internal void CopySchedulesTo(ParameterGroup group)
    {
        if (group.Rule.Schema != Rule.Schema)
            throw new ArgumentException($"The rule of the group is {group.Rule.Schema.FullName}, not {Rule.Schema.FullName}.", nameof(group));
        group._schedules = _schedules?.Copy();
    }
}
