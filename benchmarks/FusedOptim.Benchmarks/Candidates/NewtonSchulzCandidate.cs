using FusedOptim.Execution;
using FusedOptim.LinearAlgebra;

namespace FusedOptim.Benchmarks;

/// <summary>Muon's orthogonalization of a batch of square matrices of floats.</summary>
/// <param name="count">The number of matrices.</param>
/// <param name="size">The rows and the columns of each matrix.</param>
/// <param name="team">The threads.</param>
internal sealed class NewtonSchulzCandidate(int count, int size, WorkerTeam team) : ICandidate
{
    private readonly NewtonSchulz<float> _orthogonalization = new(team);
    private readonly float[] _matrices = Values(count * size * size);
    private readonly float[] _result = new float[count * size * size];

    public string Name => "FusedOptim, NewtonSchulz";

    public void Step() =>
        _orthogonalization.Orthogonalize(_matrices, _result, size, size, NewtonSchulzCoefficients.Muon, count);

    private static float[] Values(int count)
    {
        var values = new float[count];
        AdamWOperands.FillParameters(values);
        return values;
    }
}
