namespace FusedOptim.Training.Data.Images;

/// <summary>Which sides of an image a flip exchanges.</summary>
public enum FlipDirection
{
    /// <summary>Left and right.</summary>
    Horizontal,

    /// <summary>Top and bottom.</summary>
    Vertical,
}
