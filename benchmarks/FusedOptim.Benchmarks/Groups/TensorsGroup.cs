using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>What it costs that a model is many small tensors.</summary>
internal static class TensorsGroup
{
    private const int TensorCount = 1_000;
    private const int Length = 1_000;
    private const double AtMostToOneTensor = 1.10;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);

    public static RatioGroup Group { get; } = new(
        "tensors", "a step of 1,000 tensors of 1,000 elements and of one of 1,000,000, AdamW and LAMB", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            var setting = threads == 1 ? "1-thread" : "2-threads";
            using var team = new WorkerTeam(threads);
            // LAMB is prepared and summed tensor by tensor.
            Add(new AdamW(), $"tensors-adamw-{setting}", AtMostToOneTensor);
            Add(new Lamb(), $"tensors-lamb-{setting}", null);

            void Add(IUpdateRule rule, string id, double? atMost)
            {
                var options = new OptimizerOptions { Team = team };
                using var many = new ModelCandidate("1,000 tensors", rule, TensorCount, Length, options);
                using var one = new ModelCandidate("one tensor", rule, 1, TensorCount * Length, options);
                var measured = InterleavedTiming.Measure([many, one], TensorCount * Length, Budget);
                rows.Add(new RatioRow($"{id}-to-one-tensor", measured[0].RatioTo(measured[1]), "ratio") { AtMost = atMost });
                timings.Add(($"ns per element, {rule.Schema.Name}, {setting}", measured));
            }
        }

        return new GroupResult(rows) { Timings = timings };
    }
}
