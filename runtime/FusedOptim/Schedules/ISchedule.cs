namespace FusedOptim.Schedules;

/// <summary>
/// Gives a number for each step of training: the value of a hyperparameter, or a factor of it
/// (<see cref="ParameterGroup.Schedule(string, ISchedule, ScheduleMode)"/>). A <see cref="FusedOptim.Schedules.Schedule"/> is a function of
/// the step; a <see cref="ReduceOnPlateau"/> depends on a metric.
/// </summary>
/// <remarks>Checkpoints save the memory of <see cref="ReduceOnPlateau"/>. The memory of any other schedule is the concern of the program
/// that implements it.</remarks>
public interface ISchedule
{
    /// <summary>Gets the number for a step. Called before the step, once for each group that follows the schedule; should allocate
    /// nothing.</summary>
    /// <param name="step">The step of the optimizer, counted from 1.</param>
    double At(int step);
}
