using System.Diagnostics;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>
/// A step as in a program whose other work is not on the team: its workers have gone to sleep meanwhile. Two threads, to one.
/// </summary>
internal static class AfterOtherWorkGroup
{
    private const int Threads = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    // So that each step finds in the cache what the one before left there, and not what the other candidate did.
    private const int StepsOfSample = 8;

    private static readonly (int Count, double AtMost)[] Sizes = [(32_768, 1.05), (262_144, 0.90), (1_000_000, 0.70)];

    public static RatioGroup Group { get; } = new(
        "after-other-work", "a step of AdamW on two threads and on one, after 3 ms of other work or of sleep", Run);

    private static GroupResult Run()
    {
        if (Environment.ProcessorCount < Threads)
            return new GroupResult([]) { Notes = ["left out: there is one processor"] };
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        foreach (var (count, atMost) in Sizes)
        {
            Measure("work", Work);
            Measure("sleep", () => Thread.Sleep(Pause));

            void Measure(string name, Action pause)
            {
                using var one = new WorkerTeam(1);
                using var two = new WorkerTeam(Threads);
                using var byOne = new SlabOperands(count, one);
                using var byTwo = new SlabOperands(count, two);
                var measured = InterleavedTiming.Measure(
                    [new LateStep("two threads", byTwo, pause), new LateStep("one thread", byOne, pause)], StepsOfSample, Budget, TimeSpan.Zero);
                timings.Add((FormattableString.Invariant($"ns per step after 3 ms of {name}, {count:N0} elements"), measured));
                rows.Add(new RatioRow(
                    FormattableString.Invariant($"after-{name}-adamw-{count}-2-threads-to-1-thread"), measured[0].RatioTo(measured[1]), "ratio")
                {
                    AtMost = atMost,
                });
            }
        }

        return new GroupResult(rows) { Timings = timings };
    }

    private static void Work()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Pause)
        {
        }
    }

    // What comes before a step is not timed, nor is the first step.
    private sealed class LateStep(string name, SlabOperands operands, Action pause) : ICandidate
    {
        public string Name => name;

        public void Step() => Time(1);

        public double Time(int repetitions)
        {
            var ticks = 0L;
            operands.Optimizer.Step();
            for (var i = 0; i < repetitions * StepsOfSample; i++)
            {
                pause();
                var start = Stopwatch.GetTimestamp();
                operands.Optimizer.Step();
                ticks += Stopwatch.GetTimestamp() - start;
            }

            return ticks * (1e9 / Stopwatch.Frequency);
        }
    }
}
