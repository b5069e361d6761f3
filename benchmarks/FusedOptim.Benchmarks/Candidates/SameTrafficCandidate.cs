using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>
/// <see cref="SameTrafficLoop"/> once for each pass of a step, shared by the threads of a team as a step is. A rest of less
/// than a cache line is left out.
/// </summary>
/// <param name="streams">The streams, those that are written first.</param>
/// <param name="passes">How many streams each pass reads, and how many it writes.</param>
/// <param name="team">The threads.</param>
internal sealed class SameTrafficCandidate(
    AlignedStreams streams, IReadOnlyList<(int Reads, int Writes)> passes, WorkerTeam team) : ICandidate, IParallelWork
{
    // A share of a step begins at a cache line.
    private const int LineLength = 16;

    private int _pass;

    /// <summary>The traffic of AdamW.</summary>
    public SameTrafficCandidate(AdamWOperands operands, WorkerTeam team)
        : this(operands.Streams, [(4, 3)], team)
    {
    }

    public string Name => "same traffic, no arithmetic";

    public void Step()
    {
        for (_pass = 0; _pass < passes.Count; _pass++)
            team.Run(this);
    }

    public void Run(int worker, int workerCount)
    {
        var (first, end) = WorkerTeam.Share(streams.Count / LineLength, worker, workerCount);
        SameTrafficLoop.Run(
            streams, passes[_pass].Reads, passes[_pass].Writes, (nint)first * LineLength, (nint)(end - first) * LineLength);
    }
}
