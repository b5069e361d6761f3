namespace FusedOptim;

/// <summary>
/// Scales the direction of each tensor, or of each row or column, to the size of its parameter: d ← d · min(max(c·‖θ‖/‖d‖, minimum),
/// maximum), and by 1 where either norm is zero. A second pass over memory takes the norms.
/// </summary>
/// <remarks>
/// With c = 1 the ratio of LAMB (Y. You et al., "Large Batch Optimization for Deep Learning", ICLR 2020, algorithm 2, φ the
/// identity), with c = 0.001 that of LARS (Y. You, I. Gitman and B. Ginsburg, arXiv:1708.03888, 2017) on whatever direction the
/// rule has. Weight decay inside the direction comes before it. The coefficient c is the hyperparameter named
/// <c>TrustCoefficient</c> if the rule declares one; otherwise the attribute adds it as a settable property.
/// </remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TrustRatioAttribute : Attribute
{
    /// <summary>The ratio with the rule's own coefficient, or 1.</summary>
    public TrustRatioAttribute()
    {
    }

    /// <summary>The ratio with a default for the property that the attribute adds.</summary>
    /// <param name="coefficient">The default of <c>TrustCoefficient</c>: finite, above 0.</param>
    public TrustRatioAttribute(double coefficient) => Coefficient = coefficient;

    /// <summary>The default coefficient.</summary>
    public double Coefficient { get; } = 1;

    /// <summary>
    /// The unit that has a ratio of its own: <see cref="Over.Tensor"/> by default, <see cref="Over.Row"/> or <see cref="Over.Column"/> of the
    /// parameter's view.
    /// </summary>
    public Over Over { get; init; }

    /// <summary>The least ratio; 0 by default.</summary>
    public double Minimum { get; init; }

    /// <summary>The greatest ratio; unbounded by default.</summary>
    public double Maximum { get; init; } = double.PositiveInfinity;
}
