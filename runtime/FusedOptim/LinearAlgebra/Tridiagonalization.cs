namespace FusedOptim.LinearAlgebra;

/// <summary>
/// A = Q·T·Qᵀ with a tridiagonal T, by Householder reflections from both sides (LAPACK's <c>sytd2</c>, with whole rows in place of
/// a triangle).
/// </summary>
internal static unsafe class Tridiagonalization
{
    /// <summary>Reduces a symmetric matrix.</summary>
    /// <param name="a">size × size; overwritten.</param>
    /// <param name="size">The size.</param>
    /// <param name="diagonal">Receives the diagonal of T.</param>
    /// <param name="offDiagonal">Receives what is beside it, size − 1 elements and a zero.</param>
    /// <param name="transform">Receives Qᵀ, size × size.</param>
    /// <param name="work">Room for 2·size elements.</param>
    public static void Run(
        double* a, int size, double* diagonal, double* offDiagonal, double* transform, double* work)
    {
        var tau = work + size;
        for (var k = 0; k < size - 1; k++)
        {
            var v = a + (nint)k * size + k + 1;
            diagonal[k] = v[-1];
            var reflector = Reflector.Create(v, size - k - 1);
            (offDiagonal[k], tau[k]) = (reflector.Beta, reflector.Tau);
            if (tau[k] != 0)
                ReflectTrailing(a, size, k + 1, v, tau[k], work);
        }

        diagonal[size - 1] = a[(nint)size * size - 1];
        offDiagonal[size - 1] = 0;
        Accumulate(a, size, tau, transform);
    }

    // H·B·H = B − v·wᵀ − w·vᵀ, with p = τ·B·v and w = p − τ/2·(pᵀ·v)·v. Both halves get the same bits.
    private static void ReflectTrailing(double* a, int size, int first, double* v, double tau, double* w)
    {
        var count = size - first;
        for (var i = 0; i < count; i++)
            w[i] = tau * VectorOperations.Dot(a + (nint)(first + i) * size + first, v, count);
        VectorOperations.AddScaled(w, -0.5 * tau * VectorOperations.Dot(w, v, count), v, count);
        for (var i = 0; i < count; i++)
            VectorOperations.SubtractScaledPair(a + (nint)(first + i) * size + first, v[i], w, w[i], v, count);
    }

    // Qᵀ = I·…·H₁·H₀: the last reflection first, when most of it is still the identity.
    private static void Accumulate(double* a, int size, double* tau, double* transform)
    {
        new Span<double>(transform, size * size).Clear();
        for (var i = 0; i < size; i++)
            transform[(nint)i * size + i] = 1;
        for (var k = size - 2; k >= 0; k--)
        {
            var v = a + (nint)k * size + k + 1;
            for (var row = k + 1; row < size; row++)
                Reflector.Apply(tau[k], v, transform + (nint)row * size + k + 1, size - k - 1);
        }
    }
}
