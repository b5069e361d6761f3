using FusedOptim.Execution;

namespace FusedOptim.LinearAlgebra;

/// <summary>Small matrices, each orthogonalized by one worker of a team.</summary>
internal sealed unsafe class NewtonSchulzBatch<T>(WorkerTeam team, KernelTarget target) : MatrixBatch(team)
    where T : unmanaged
{
    private readonly NewtonSchulzIterations<T>[] _workers =
    [
        .. Enumerable.Range(0, team.ThreadCount).Select(_ => new NewtonSchulzIterations<T>(new SerialProduct<T>(target), team: null)),
    ];

    private T* _x;
    private T* _result;
    private int _rows;
    private int _columns;
    private NewtonSchulzCoefficients _coefficients = NewtonSchulzCoefficients.Muon;
    private double _floor;

    /// <summary>Orthogonalizes matrices whose memory stays where it is until this returns.</summary>
    public void Run(
        T* x, T* result, int rows, int columns, NewtonSchulzCoefficients coefficients, int count, double floor)
    {
        _x = x;
        _result = result;
        (_rows, _columns, _coefficients, _floor) = (rows, columns, coefficients, floor);
        RunMatrices(count);
    }

    /// <inheritdoc/>
    protected override void RunMatrix(int worker, int index)
    {
        var offset = (nint)index * _rows * _columns;
        _workers[worker].Run(_x + offset, _result + offset, _rows, _columns, _coefficients.Polynomials, _floor);
    }
}
