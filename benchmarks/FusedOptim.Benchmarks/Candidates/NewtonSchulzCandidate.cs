using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>Muon's orthogonalization of a batch of matrices of floats.</summary>
/// <param name="count">The number of matrices.</param>
/// <param name="rows">The rows of each matrix.</param>
/// <param name="columns">The columns of each matrix.</param>
/// <param name="team">The threads.</param>
internal sealed class NewtonSchulzCandidate(int count, int rows, int columns, WorkerTeam team) : ICandidate
{
    private readonly NewtonSchulz<float> _orthogonalization = new(team);
    private readonly float[] _matrices = Values(count * rows * columns);
    private readonly float[] _result = new float[count * rows * columns];

    public string Name => "FusedOptim, NewtonSchulz";

    public void Step() =>
        _orthogonalization.Orthogonalize(_matrices, _result, rows, columns, NewtonSchulzCoefficients.Muon, count);

    private static float[] Values(int count)
    {
        var values = new float[count];
        AdamWOperands.FillParameters(values);
        return values;
    }
}
