using FusedOptim.Schedules;

namespace FusedOptim.Training;

/// <content>Schedules, and what is reported to those that depend on a metric.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// Sets a hyperparameter by a schedule before every step, in all groups of parameters whose rules have it, also in those that are
    /// added later (<see cref="FusedOptim.Optimizer.Schedule(string, ISchedule, ScheduleMode)"/>).
    /// </summary>
    /// <remarks>
    /// <code>
    /// trainer.Schedule("LearningRate", new Cosine(3e-4, steps).WithWarmUp(100));             // one rate for all groups
    /// trainer.Schedule("LearningRate", new Cosine(1, steps), ScheduleMode.Multiply);         // a factor of each group's rate
    /// trainer.Schedule("LearningRate", new ReduceOnPlateau(3e-4, patience: 5));              // by the results of the epochs
    /// </code>
    /// <para>After each epoch, the trainer reports its <see cref="Metric"/>, the accuracy with its sign changed, to every
    /// <see cref="ReduceOnPlateau"/> that a group of <see cref="Optimizer"/> follows, however it was added, or that groups which are added
    /// later will follow, also where all their parameters are frozen: of the validation data, without them of the training data. Checkpoints save what it remembers. Add it before a checkpoint is loaded.</para>
    /// </remarks>
    /// <inheritdoc cref="FusedOptim.Optimizer.Schedule(string, ISchedule, ScheduleMode)"/>
    public void Schedule(string hyperparameter, ISchedule schedule, ScheduleMode mode = ScheduleMode.Replace) =>
        Optimizer.Schedule(hyperparameter, schedule, mode);

    /// <summary>Adds a method to all groups of parameters with rules of one type, also to those that are added later: called before
    /// every step (<see cref="FusedOptim.Optimizer.Schedule{TRule}"/>).</summary>
    /// <typeparam name="TRule">The type of the rules: <c>trainer.Schedule((AdamW rule, int step) => …)</c>.</typeparam>
    /// <param name="schedule">Sets hyperparameters of a group's rule for a step, counted from 1.</param>
    /// <remarks>The hyperparameters keep what the method sets: <c>rule.LearningRate *= 0.99</c> compounds from step to step.</remarks>
    /// <exception cref="InvalidOperationException">There are groups, and none with a rule of the type.</exception>
    public void Schedule<TRule>(Action<TRule, int> schedule)
        where TRule : class, IUpdateRule => Optimizer.Schedule(schedule);

    /// <summary>Adds a method to all groups, whatever their rules are, which sets hyperparameters by their names.</summary>
    /// <inheritdoc cref="Schedule{TRule}"/>
    public void Schedule(Action<IUpdateRule, int> schedule) => Optimizer.Schedule(schedule);

    /// <summary>Removes the schedule of a hyperparameter that was added to all groups, from those that follow it and for those that are
    /// added later (<see cref="FusedOptim.Optimizer.RemoveSchedule(string)"/>). The hyperparameter gets its base value at
    /// once.</summary>
    /// <inheritdoc cref="FusedOptim.Optimizer.RemoveSchedule(string)"/>
    public bool RemoveSchedule(string hyperparameter) => Optimizer.RemoveSchedule(hyperparameter);

    // One that several groups follow counts once. One that no group follows yet is reported to for those that are added later.
    private IEnumerable<ReduceOnPlateau> Plateaus =>
        Optimizer.Groups.SelectMany(group => group.Schedules).Concat(Optimizer.Schedules)
            .Select(schedule => schedule.Schedule).OfType<ReduceOnPlateau>().Distinct();

    private void UpdatePlateaus(EpochReport report)
    {
        var value = (report.Validation ?? report.Training).GetValue(Metric);
        // Less is better there.
        foreach (var plateau in Plateaus)
            plateau.Update(Metric == Metric.Loss ? value : -value);
    }
}
