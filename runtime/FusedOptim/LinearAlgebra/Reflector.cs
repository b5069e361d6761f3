namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A Householder reflection H = I − τ·v·vᵀ with v₀ = 1, which maps a vector x to β·e₁. Elements are near 1 or smaller
/// (<see cref="MatrixScale"/>).
/// </summary>
/// <param name="Beta">β.</param>
/// <param name="Tau">τ; 0 where x is a multiple of e₁ already.</param>
internal readonly unsafe record struct Reflector(double Beta, double Tau)
{
    // A sum of squares below it has lost bits, and H would not be orthogonal. Beside a matrix near 1 such an x is nothing.
    private const double Negligible = 1e-280;

    /// <summary>Makes the reflection of x, which v replaces.</summary>
    /// <param name="x">x; receives v.</param>
    /// <param name="count">Its number of elements, at least 1.</param>
    public static Reflector Create(double* x, int count)
    {
        var alpha = x[0];
        x[0] = 1;
        var squares = VectorOperations.Dot(x + 1, x + 1, count - 1);
        if (squares < Negligible)
            return new Reflector(alpha, 0);
        var beta = -Math.CopySign(Math.Sqrt(alpha * alpha + squares), alpha);
        VectorOperations.Scale(x + 1, 1 / (alpha - beta), count - 1);
        return new Reflector(beta, (beta - alpha) / beta);
    }

    /// <summary>y ← H·y.</summary>
    /// <param name="tau">τ.</param>
    /// <param name="v">v.</param>
    /// <param name="y">y.</param>
    /// <param name="count">The number of elements.</param>
    public static void Apply(double tau, double* v, double* y, int count)
    {
        if (tau != 0)
            VectorOperations.AddScaled(y, -tau * VectorOperations.Dot(v, y, count), v, count);
    }
}
