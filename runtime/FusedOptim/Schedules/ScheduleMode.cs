namespace FusedOptim.Schedules;

/// <summary>The way in which a schedule sets a hyperparameter.</summary>
public enum ScheduleMode
{
    /// <summary>The number of the schedule is the value of the hyperparameter: every group gets the same.</summary>
    Replace,

    /// <summary>The number of the schedule is a factor of the group's base value (<see cref="ParameterGroup.GetBaseValue"/>): groups
    /// with different rates keep their ratio.</summary>
    Multiply,
}
