namespace FusedOptim.Benchmarks;

/// <summary>
/// <see cref="SameTrafficLoop"/>, shared by the threads of a team as a step is. A rest of less than a cache line is left
/// out.
/// </summary>
internal sealed unsafe class SameTrafficCandidate : ICandidate, IParallelWork
{
    // A share of a step begins at a cache line.
    private const int LineLength = 16;

    private readonly AdamWOperands _operands;
    private readonly WorkerTeam _team;
    private readonly float* _parameter;
    private readonly float* _gradient;
    private readonly float* _m;
    private readonly float* _v;

    public SameTrafficCandidate(AdamWOperands operands, WorkerTeam team)
    {
        _operands = operands;
        _team = team;
        // All operands are native memory, which does not move.
        fixed (float* parameter = operands.Parameter, gradient = operands.Gradient, m = operands.M, v = operands.V)
        {
            _parameter = parameter;
            _gradient = gradient;
            _m = m;
            _v = v;
        }
    }

    public string Name => "same traffic, no arithmetic";

    public void Step() => _team.Run(this);

    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(_operands.Count / LineLength, worker, workerCount);
        var start = (nint)first * LineLength;
        SameTrafficLoop.Run(
            _parameter + start, _gradient + start, _m + start, _v + start, (nint)(end - first) * LineLength);
    }
}
