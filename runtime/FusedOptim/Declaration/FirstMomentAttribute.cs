namespace FusedOptim;

/// <summary>
/// Gives a rule without a method a first moment: its direction follows the gathered gradients. The decay rate is the
/// hyperparameter <c>Beta1</c> of an average, <c>Momentum</c> of a heavy ball.
/// </summary>
/// <param name="decay">The default of that hyperparameter: at least 0, below 1.</param>
/// <param name="kind">How gradients are gathered.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FirstMomentAttribute(double decay = 0.9, FirstMomentKind kind = FirstMomentKind.Average) : Attribute
{
    /// <summary>The default decay rate.</summary>
    public double Decay { get; } = decay;

    /// <summary>How gradients are gathered.</summary>
    public FirstMomentKind Kind { get; } = kind;

    /// <summary>
    /// Whether the direction looks ahead: g + μm of a heavy ball, βm + (1 − β)g of an average, m being the new moment.
    /// </summary>
    public bool Nesterov { get; init; }
}
