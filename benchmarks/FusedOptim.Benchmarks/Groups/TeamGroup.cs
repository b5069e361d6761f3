namespace FusedOptim.Benchmarks;

/// <summary>What it costs to share work among threads, when there is no work.</summary>
internal static class TeamGroup
{
    private const int Threads = 2;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    public static RatioGroup Group { get; } = new(
        "team", "an empty fork and join of two threads", Run);

    private static GroupResult Run()
    {
        using var team = new WorkerTeam(Threads);
        var timings = InterleavedTiming.Measure(
            [new EmptyTeamRun(team), new EmptyParallelFor()], unitsPerStep: 1, Budget);
        return new GroupResult(
        [
            new RatioRow("team-2-threads-fork-join", timings[0].Quartiles, "ns"),
            new RatioRow("team-2-threads-to-parallel-for", timings[0].RatioTo(timings[1]), "ratio"),
        ])
        {
            Timings = [("ns per fork and join", timings)],
        };
    }

    private sealed class EmptyTeamRun(WorkerTeam team) : ICandidate, IParallelWork
    {
        public string Name => "WorkerTeam.Run";

        public void Step() => team.Run(this);

        public void Run(int worker, int workerCount)
        {
        }
    }

    private sealed class EmptyParallelFor : ICandidate
    {
        private static readonly Action<int> Nothing = static _ => { };

        public string Name => "Parallel.For";

        public void Step() => Parallel.For(0, Threads, Nothing);
    }
}
