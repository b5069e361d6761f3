using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>Inverse roots of the matrices of a batch.</summary>
internal sealed unsafe class InverseRootBatch<T>(WorkerTeam team, KernelTarget target) : MatrixBatch(team)
    where T : unmanaged
{
    private readonly SymmetricEigensolver[] _solvers =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new SymmetricEigensolver())];

    private readonly SerialProduct<double>[] _products =
        [.. Enumerable.Range(0, team.ThreadCount).Select(_ => new SerialProduct<double>(target))];

    private T* _a;
    private T* _result;
    private int _size;
    private double _halfExponent;
    private double _ridge;
    private double _floor;

    /// <summary>Computes all roots.</summary>
    /// <param name="a">The matrices.</param>
    /// <param name="result">Receives the roots.</param>
    /// <param name="size">The size of each matrix.</param>
    /// <param name="count">The number of matrices.</param>
    /// <param name="halfExponent">−1/(2p).</param>
    /// <param name="ridge">ε.</param>
    /// <param name="floor">The least eigenvalue that the ridge is relative to.</param>
    public void Run(
        ReadOnlySpan<T> a, Span<T> result, int size, int count, double halfExponent, double ridge, double floor)
    {
        fixed (T* pa = a, presult = result)
        {
            _a = pa;
            _result = presult;
            (_size, _halfExponent, _ridge, _floor) = (size, halfExponent, ridge, floor);
            RunMatrices(count);
        }
    }

    /// <inheritdoc/>
    protected override void RunMatrix(int worker, int index)
    {
        var count = _size * _size;
        var a = new ReadOnlySpan<T>(_a + (nint)index * count, count);
        var result = new Span<T>(_result + (nint)index * count, count);
        var scale = MatrixScale.Of(a);
        if (!scale.IsFinite)
        {
            result.Fill(Element.Of<T>(double.NaN));
            return;
        }

        var solver = _solvers[worker];
        solver.Run(a, _size, scale.Down);
        var largest = _floor;
        foreach (var value in solver.Values)
            largest = Math.Max(largest, scale.Up * value);
        // Half of the power on each side: Yᵀ·Y with Y = diag(…)·Qᵀ is symmetric, and half of it is computed.
        fixed (double* vectors = solver.Vectors, root = solver.Work)
        {
            for (var i = 0; i < _size; i++)
            {
                var value = Math.Max(scale.Up * solver.Values[i], 0) + _ridge * largest;
                VectorOperations.Scale(vectors + (nint)i * _size, Elementwise.Pow(value, _halfExponent), _size);
            }

            _products[worker].Run(SymmetricOperands.OwnTransposed(vectors, 1, _size, root, _size, _size));
        }

        for (var i = 0; i < count; i++)
            result[i] = Element.Of<T>(solver.Work[i]);
    }
}
