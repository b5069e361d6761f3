namespace FusedOptim;

/// <summary>
/// Clips each element of the gradient to [−c, c] before anything else sees it; NaN stays NaN. The threshold c is the
/// hyperparameter named <c>ClipValue</c> if the rule declares one; otherwise the attribute adds it as a settable property.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ClipByValueAttribute : Attribute
{
    /// <summary>Clipping by the rule's own <c>ClipValue</c>, or by 1.</summary>
    public ClipByValueAttribute()
    {
    }

    /// <summary>Clipping with a default for the property that the attribute adds.</summary>
    /// <param name="threshold">The default of <c>ClipValue</c>: finite, above 0.</param>
    public ClipByValueAttribute(double threshold) => Threshold = threshold;

    /// <summary>The default threshold.</summary>
    public double Threshold { get; } = 1;
}
