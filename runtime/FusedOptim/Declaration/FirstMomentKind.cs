namespace FusedOptim;

/// <summary>How a rule gathers gradients into its first moment m.</summary>
public enum FirstMomentKind
{
    /// <summary>m ← βm + (1 − β)g, an exponential average.</summary>
    Average,

    /// <summary>m ← μm + g, the heavy ball.</summary>
    HeavyBall,
}
