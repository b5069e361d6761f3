using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>
/// What it costs to share work among threads, when there is none or little, and what it gives for a step in the cache.
/// </summary>
internal static class TeamGroup
{
    private const int Threads = 2;
    private const int Count = 262_144;
    private const double AtMostNanoseconds = 1_000;
    private const double AtMostToOneThread = 0.56;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);
    // The first steps of a sample find workers that the sample of one thread has put to sleep.
    private static readonly TimeSpan BackToBack = TimeSpan.FromMilliseconds(3);

    public static RatioGroup Group { get; } = new(
        "team", "two threads: a fork and join, empty and beside work; a step of 262,144 elements", Run);

    private static GroupResult Run()
    {
        using var one = new WorkerTeam(1);
        using var two = new WorkerTeam(Threads);
        using var byOne = new SlabOperands(Count, one);
        using var byTwo = new SlabOperands(Count, two);
        var working = new TeamRun("WorkerTeam.Run, 2 microseconds of work a share", two, iterations: 2_000);
        var forks = InterleavedTiming.Measure(
            [new TeamRun("WorkerTeam.Run", two, iterations: 0), new EmptyParallelFor(), working, new OneShare(working)],
            unitsPerStep: 1, Budget);
        var steps = InterleavedTiming.Measure(
            [new OptimizerCandidate(byTwo, "by two threads"), new OptimizerCandidate(byOne, "by one thread")], Count,
            Budget, BackToBack);
        // The thread that asks does empty shares before another can begin one.
        var overhead = Quartiles.Of(forks[2].Samples.Zip(forks[3].Samples, (team, share) => team - share));
        return new GroupResult(
        [
            new RatioRow("team-2-threads-fork-join", forks[0].Quartiles, "ns") { AtMost = AtMostNanoseconds },
            new RatioRow("team-2-threads-fork-join-beside-work", overhead, "ns") { AtMost = AtMostNanoseconds },
            new RatioRow("team-adamw-262144-2-threads-to-1-thread", steps[0].RatioTo(steps[1]), "ratio")
            {
                AtMost = AtMostToOneThread,
            },
            new RatioRow("team-2-threads-to-parallel-for", forks[0].RatioTo(forks[1]), "ratio"),
        ])
        {
            Timings = [("ns per fork and join", forks), ("ns per element, Optimizer.Step", steps)],
            Notes =
            [
                FormattableString.Invariant($"the second thread did its share in {working.ShareOfOthers:P0} of the runs; ") +
                "less than all: it had no processor",
            ],
        };
    }

    private sealed class TeamRun(string name, WorkerTeam team, int iterations) : ICandidate, IParallelWork
    {
        private int _caller;
        private int _runs;
        private int _byOthers;

        public string Name => name;

        public double ShareOfOthers => (double)_byOthers / _runs;

        public double Result { get; private set; }

        public void Step()
        {
            _caller = Environment.CurrentManagedThreadId;
            _runs++;
            team.Run(this);
        }

        public void Run(int worker, int workerCount)
        {
            Work();
            if (Environment.CurrentManagedThreadId != _caller)
                _byOthers++;
        }

        // Each multiplication waits for the one before: about a nanosecond.
        public void Work()
        {
            var product = 1.0;
            for (var i = 0; i < iterations; i++)
                product *= 1.000001;
            Result = product;
        }
    }

    private sealed class OneShare(TeamRun run) : ICandidate
    {
        public string Name => "one share by itself";

        public void Step() => run.Work();
    }

    private sealed class EmptyParallelFor : ICandidate
    {
        private static readonly Action<int> Nothing = static _ => { };

        public string Name => "Parallel.For";

        public void Step() => Parallel.For(0, Threads, Nothing);
    }
}
