namespace FusedOptim.Training.Plots;

/// <summary>The background that a figure is drawn for.</summary>
public enum Theme
{
    /// <summary>Dark text on a white background.</summary>
    Light,

    /// <summary>Light text on a dark background.</summary>
    Dark,
}
