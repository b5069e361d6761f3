namespace FusedOptim;

/// <summary>
/// Gives a rule without a method a second moment: its direction is divided by the size of the gradients. The decay rate is the
/// hyperparameter <c>Beta2</c> (a sum has none), and <c>Epsilon</c> keeps the quotient finite.
/// </summary>
/// <param name="decay">The default of <c>Beta2</c>: at least 0, below 1.</param>
/// <param name="kind">How squares are gathered.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SecondMomentAttribute(double decay = 0.999, SecondMomentKind kind = SecondMomentKind.Average) : Attribute
{
    /// <summary>The default decay rate.</summary>
    public double Decay { get; } = decay;

    /// <summary>How squares are gathered.</summary>
    public SecondMomentKind Kind { get; } = kind;
}
