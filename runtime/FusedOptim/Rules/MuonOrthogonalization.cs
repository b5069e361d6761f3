using FusedOptim.LinearAlgebra;

namespace FusedOptim.Rules;

/// <summary>The polynomials by which rules orthogonalize matrices.</summary>
public enum MuonOrthogonalization
{
    /// <summary>Muon's quintic, the same in each iteration: <see cref="NewtonSchulzCoefficients.Muon"/>.</summary>
    Quintic,

    /// <summary>Polar Express: <see cref="NewtonSchulzCoefficients.PolarExpress"/>.</summary>
    PolarExpress,

    /// <summary>Chebyshev-optimized: <see cref="NewtonSchulzCoefficients.Cans"/>.</summary>
    Cans,
}

/// <summary>The lists of coefficients, which are made once.</summary>
internal static class MuonCoefficients
{
    private const int MostIterations = 100;

    private static readonly NewtonSchulzCoefficients?[][] Known = [new NewtonSchulzCoefficients?[MostIterations + 1], new NewtonSchulzCoefficients?[MostIterations + 1], new NewtonSchulzCoefficients?[MostIterations + 1]];

    extension(MuonOrthogonalization orthogonalization)
    {
        /// <summary>The polynomials of a number of iterations.</summary>
        public NewtonSchulzCoefficients Coefficients(int iterations) =>
            Known[(int)orthogonalization][iterations] ??= (orthogonalization switch
            {
                MuonOrthogonalization.PolarExpress => NewtonSchulzCoefficients.PolarExpress,
                MuonOrthogonalization.Cans => NewtonSchulzCoefficients.Cans,
                _ => NewtonSchulzCoefficients.Muon,
            }).Take(iterations);
    }
}
