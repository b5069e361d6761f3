using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>The pipeline around a step: one sweep against a pass for each of its parts.</summary>
internal static class SweepGroup
{
    private const int Count = 1 << 24;
    private const int CheckedSteps = 3;
    private const double AtMostToSevenPasses = 0.65;
    private const float Tolerance = 2e-6f;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    public static RatioGroup Group { get; } = new(
        "sweep",
        "unscale, finite check, norm, clip, AdamW, averaged weights, zero gradients: 16 million elements", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            var (id, setting) = threads == 1 ? ("sweep-16m-1-thread", "one thread") : ("sweep-16m-2-threads", "two threads");
            using var team = new WorkerTeam(threads);
            using var sweep = new SweepCandidate(Count, team);
            using var passes = new SevenPasses(Count, team);
            Check(sweep, passes);
            var measured = InterleavedTiming.MeasureLarge([sweep, passes], Count, Budget);
            rows.Add(new RatioRow($"{id}-to-seven-passes", measured[0].RatioTo(measured[1]), "ratio")
            {
                AtMost = AtMostToSevenPasses,
            });
            timings.Add(($"ns per element, {setting}", measured));
        }

        return new GroupResult(rows) { Timings = timings };
    }

    private static void Check(SweepCandidate sweep, SevenPasses passes)
    {
        for (var step = 0; step < CheckedSteps; step++)
        {
            AdamWOperands.FillGradients(sweep.Gradients);
            AdamWOperands.FillGradients(passes.Gradients);
            sweep.Step();
            passes.Step();
        }

        for (var i = 0; i < Count; i++)
        {
            if (!(Math.Abs(sweep.Average[i] - passes.Average[i]) <= Tolerance))
            {
                throw new InvalidOperationException(
                    $"Average {i} is {sweep.Average[i]} in one sweep and {passes.Average[i]} in seven passes.");
            }
        }
    }
}
