namespace FusedOptim.Benchmarks;

/// <summary>What it costs to share work among threads when there is none, and what it gives for a step in the cache.</summary>
internal static class TeamGroup
{
    private const int Threads = 2;
    private const int Count = 262_144;
    private const double AtMostNanoseconds = 1_000;
    private const double AtMostToOneThread = 0.56;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    public static RatioGroup Group { get; } = new(
        "team", "two threads: an empty fork and join; a step of 262,144 elements", Run);

    private static GroupResult Run()
    {
        using var one = new WorkerTeam(1);
        using var two = new WorkerTeam(Threads);
        using var byOne = new SlabOperands(Count, one);
        using var byTwo = new SlabOperands(Count, two);
        var forks = InterleavedTiming.Measure([new EmptyTeamRun(two), new EmptyParallelFor()], unitsPerStep: 1, Budget);
        var steps = InterleavedTiming.Measure(
            [new OptimizerCandidate(byTwo, "by two threads"), new OptimizerCandidate(byOne, "by one thread")], Count, Budget);
        return new GroupResult(
        [
            new RatioRow("team-2-threads-fork-join", forks[0].Quartiles, "ns") { AtMost = AtMostNanoseconds },
            new RatioRow("team-adamw-262144-2-threads-to-1-thread", steps[0].RatioTo(steps[1]), "ratio")
            {
                AtMost = AtMostToOneThread,
            },
            new RatioRow("team-2-threads-to-parallel-for", forks[0].RatioTo(forks[1]), "ratio"),
        ])
        {
            Timings = [("ns per fork and join", forks), ("ns per element, Optimizer.Step", steps)],
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
