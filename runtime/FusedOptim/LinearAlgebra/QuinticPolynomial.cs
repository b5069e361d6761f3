namespace FusedOptim.LinearAlgebra;

/// <summary>
/// An odd polynomial x ← a·x + b·x³ + c·x⁵. One iteration of Newton–Schulz applies it to all singular values of a matrix:
/// X ← a·X + (b·A + c·A²)·X with A = X·Xᵀ. With c = 0 it is cubic.
/// </summary>
/// <param name="A">The factor of x.</param>
/// <param name="B">The factor of x³.</param>
/// <param name="C">The factor of x⁵.</param>
public readonly record struct QuinticPolynomial(double A, double B, double C)
{
    /// <summary>Gets what a singular value becomes.</summary>
    /// <param name="x">The singular value.</param>
    /// <returns>a·x + b·x³ + c·x⁵.</returns>
    public double Evaluate(double x) => x * (A + x * x * (B + x * x * C));
}
