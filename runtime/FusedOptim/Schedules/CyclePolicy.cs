namespace FusedOptim.Schedules;

/// <summary>How the height of triangular cycles changes (Smith, 2017).</summary>
public enum CyclePolicy
{
    /// <summary>All cycles are of the same height.</summary>
    Triangular,

    /// <summary>Each cycle is half as high as the one before.</summary>
    Triangular2,

    /// <summary>The height decays at every step: γ^(t − 1).</summary>
    ExponentialRange,
}
