namespace FusedOptim.Schedules;

/// <summary>A schedule that a group follows (<see cref="ParameterGroup.Schedules"/>).</summary>
/// <param name="Hyperparameter">The name of the hyperparameter.</param>
/// <param name="Schedule">The schedule.</param>
/// <param name="Mode">Whether the schedule replaces or multiplies the group's base value.</param>
public sealed record HyperparameterSchedule(string Hyperparameter, ISchedule Schedule, ScheduleMode Mode);
