namespace FusedOptim;

/// <summary>
/// Adds L1 regularization to a rule: g ← g + λ·sign(θ), the subgradient of λ‖θ‖₁ that is zero at zero. The coefficient λ is the
/// hyperparameter named <c>L1</c> if the rule declares one; otherwise the attribute adds it as a settable property.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class L1Attribute : Attribute
{
    /// <summary>Regularization by the rule's own <c>L1</c>, or off until it is set.</summary>
    public L1Attribute()
    {
    }

    /// <summary>Regularization with a default for the property that the attribute adds.</summary>
    /// <param name="coefficient">The default of <c>L1</c>: finite, at least 0.</param>
    public L1Attribute(double coefficient) => Coefficient = coefficient;

    /// <summary>The default coefficient.</summary>
    public double Coefficient { get; }
}
