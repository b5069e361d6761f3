using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>The cost of many rules, and of memory that belongs to the caller.</summary>
internal static class MixedGroup
{
    private const int TensorCount = 1_000;
    private const int Length = 1_000;
    private const int LargeLength = 16 << 20;
    private const int RuleCount = 20;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    // A rule that each tensor shares with one in twenty, of the same cost.
    private static readonly AdamW[] Rules =
        [.. Enumerable.Range(0, RuleCount).Select(i => new AdamW(Beta1: 0.8 + 0.005 * i))];

    public static RatioGroup Group { get; } = new(
        "mixed", "20 rules over 1,000 tensors to one rule; memory of the caller to slabs and to a loop by hand; AdamW", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            using var team = new WorkerTeam(threads);
            var options = new OptimizerOptions { Team = team };
            var setting = threads == 1 ? "1-thread" : "2-threads";

            using (var many = new ModelCandidate("20 rules", i => Rules[i % RuleCount], TensorCount, Length, options))
            using (var one = new ModelCandidate("one rule", Rules[0], TensorCount, Length, options))
                Add($"mixed-20-rules-{setting}-to-one-rule", many, one, TensorCount * Length, 1.10);

            using (var external = new ExternalCandidate("memory of the caller", [LargeLength], options))
            using (var slabs = new ModelCandidate("slabs", AdamWConstants.Rule, 1, LargeLength, options))
                Add($"mixed-external-16m-{setting}-to-slabs", external, slabs, LargeLength, 1.03);

            if (threads > 1)
                continue;
            Compare("permuted", Permute, TensorCount * Length);
            Compare("permuted-half-missing", PermuteAndLeaveOut, TensorCount * Length / 2);

            void Compare(string name, Action<CallersTensors> change, int count)
            {
                var random = new Random(1);
                int[] counts = [.. Enumerable.Range(0, TensorCount).Select(_ => Length - 17 + random.Next(35))];
                using var external = new ExternalCandidate("optimizer", counts, options, change);
                using var loop = new KernelLoopCandidate("loop by hand", counts, change);
                Add($"mixed-{name}-{setting}-to-loop", external, loop, count, 1.10);
                rows.Add(AllocationGroup.Row($"mixed-{name}-allocation", steps: 200, external.Step));
            }
        }

        return new GroupResult(rows) { Timings = timings };

        void Add(string id, ICandidate candidate, ICandidate other, int count, double atMost)
        {
            var measured = InterleavedTiming.Measure([candidate, other], count, Budget);
            rows.Add(new RatioRow(id, measured[0].RatioTo(measured[1]), "ratio") { AtMost = atMost });
            timings.Add(($"ns per element, {id}", measured));
        }
    }

    // Every tensor gets the buffers of the one 331 places on, another one at every step.
    private static void Permute(CallersTensors tensors)
    {
        for (var i = 0; i < tensors.Places.Length; i++)
            tensors.Places[i] = (tensors.Places[i] + 331) % tensors.Places.Length;
    }

    private static void PermuteAndLeaveOut(CallersTensors tensors)
    {
        Permute(tensors);
        for (var i = 0; i < tensors.HasGradient.Length; i++)
            tensors.HasGradient[i] = (i + tensors.Places[0]) % 2 == 0;
    }
}
