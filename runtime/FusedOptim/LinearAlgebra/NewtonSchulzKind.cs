namespace FusedOptim.LinearAlgebra;

/// <summary>The lists of polynomials that <see cref="NewtonSchulzCoefficients"/> has, as a choice: rules take it as a hyperparameter.</summary>
public enum NewtonSchulzKind
{
    /// <summary>Muon's quintic, the same in each iteration: <see cref="NewtonSchulzCoefficients.Muon"/>.</summary>
    Quintic,

    /// <summary>Those of <see cref="NewtonSchulzCoefficients.PolarExpress"/>.</summary>
    PolarExpress,

    /// <summary>Those of <see cref="NewtonSchulzCoefficients.Cans"/>.</summary>
    Cans,
}
