using System.Runtime.CompilerServices;

namespace FusedOptim;

/// <summary>
/// Adds weight decay to a rule. The coefficient is the hyperparameter named <c>WeightDecay</c> if the rule declares one;
/// otherwise the attribute adds it as a settable property whose range is zero and above.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WeightDecayAttribute : Attribute
{
    /// <summary>Decay of the given kind; the coefficient is the rule's own, or starts at 0.</summary>
    /// <param name="kind">Where the decay enters.</param>
    public WeightDecayAttribute(WeightDecayKind kind = WeightDecayKind.Decoupled) => Kind = kind;

    /// <summary>Decoupled decay with a default coefficient for the property that the attribute adds.</summary>
    /// <param name="coefficient">The default of <c>WeightDecay</c>: finite, at least 0.</param>
    // A literal 0 converts to every enumeration; here it is a coefficient.
    [OverloadResolutionPriority(1)]
    public WeightDecayAttribute(double coefficient) => Coefficient = coefficient;

    /// <summary>Decay of the given kind with a default coefficient for the property that the attribute adds.</summary>
    /// <param name="kind">Where the decay enters.</param>
    /// <param name="coefficient">The default of <c>WeightDecay</c>: finite, at least 0.</param>
    public WeightDecayAttribute(WeightDecayKind kind, double coefficient)
    {
        Kind = kind;
        Coefficient = coefficient;
    }

    /// <summary>Where the decay enters.</summary>
    public WeightDecayKind Kind { get; }

    /// <summary>The default coefficient.</summary>
    public double Coefficient { get; }

    /// <summary>
    /// Whether an element decays only where direction d and parameter agree in sign, d·θ ≥ 0, so that decay never works against the
    /// step (L. Chen et al., "Cautious Weight Decay", 2025, whose condition includes 0). Needs a direction: not for
    /// <see cref="WeightDecayKind.L2"/>, and not beside an <c>Update</c>.
    /// </summary>
    public bool Cautious { get; init; }

    /// <summary>
    /// Whether a row of a compact gradient catches up the decay of the steps that it has missed, at its next step:
    /// θ ← θ·∏(1 − ηₜλₜ) over these steps, with the hyperparameters of each. Otherwise, by default, steps are lazy: a row without a gradient does not
    /// decay. For <see cref="WeightDecayKind.Decoupled"/>, <see cref="WeightDecayKind.Independent"/> and
    /// <see cref="WeightDecayKind.Corrected"/> that are not cautious. Dense gradients are not concerned.
    /// </summary>
    public bool CatchUp { get; init; }
}
