namespace FusedOptim.Schedules;

/// <summary>The kind of difference by which a metric must be better than the best one.</summary>
public enum PlateauThreshold
{
    /// <summary>A part of the magnitude of the best metric.</summary>
    Relative,

    /// <summary>A difference in the units of the metric.</summary>
    Absolute,
}
