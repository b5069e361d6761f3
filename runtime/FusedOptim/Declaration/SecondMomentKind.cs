namespace FusedOptim;

/// <summary>How a rule gathers the squares of gradients into its second moment v, which the direction is divided by.</summary>
public enum SecondMomentKind
{
    /// <summary>v ← βv + (1 − β)g², the direction divided by √v + ε: RMSProp, Adam.</summary>
    Average,

    /// <summary>v ← v + g², the direction divided by √v + ε: AdaGrad.</summary>
    Sum,

    /// <summary>An average of which the greatest value so far is kept for the division: AMSGrad.</summary>
    Maximum,

    /// <summary>v ← max(βv, |g| + ε), the direction divided by v: AdaMax.</summary>
    InfinityNorm,

    /// <summary>v ← βv + (1 − β)(g − m)² + ε, the direction divided by √v + ε: AdaBelief. It needs an averaged first moment.</summary>
    Belief,
}
