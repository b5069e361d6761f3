namespace FusedOptim;

/// <summary>The place of ε in the quotient by a root of squares v. The shipped rules that have the choice have it as a
/// hyperparameter; each place has its own kernels.</summary>
public enum EpsilonPlacement
{
    /// <summary>√v + ε, as in Adam's paper and in PyTorch: a step is at most 1/ε times the numerator.</summary>
    OutsideRoot,

    /// <summary>√(v + ε), as many textbooks have it: a step is at most 1/√ε times the numerator, so that an ε has the effect of its root
    /// outside.</summary>
    InsideRoot,
}
