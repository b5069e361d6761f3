using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>AdamW with states in narrower formats.</summary>
internal static class FormatsGroup
{
    private const int InCache = 32_768;
    private const int InMemory = 1 << 26;
    private const double AtMostOfStateBytes = 0.27;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(6);

    private static readonly (string Id, StorageFormat Format, double? AtMostInMemory)[] Formats =
    [
        ("bfloat16", new BFloat16Format(), 0.80),
        ("bfloat16-nearest", new BFloat16Format(StorageRounding.NearestEven), null),
        ("half", new HalfFormat(), null),
        ("8-bit", new BlockFloat8Format(), 0.68),
    ];

    public static RatioGroup Group { get; } = new(
        "formats", "states in 2 bytes and in 1, to float: AdamW on 64 million elements in memory, and in the cache", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        var threads = Math.Min(2, Environment.ProcessorCount);
        Measure("64M", InMemory, threads);
        Measure("32768", InCache, 1);
        return new GroupResult(rows) { Timings = timings };

        void Measure(string setting, int count, int threads)
        {
            using var team = new WorkerTeam(threads);
            using var exact = new ModelCandidate("float", new AdamW(), 1, count, new() { Team = team });
            var narrow = Formats.Select(entry => new ModelCandidate(
                entry.Format.Name, new AdamW(), 1, count, new() { Team = team, StateFormat = entry.Format })).ToArray();
            try
            {
                ICandidate[] candidates = [exact, .. narrow];
                var measured = count == InMemory
                    ? InterleavedTiming.MeasureLarge(candidates, count, Budget)
                    : InterleavedTiming.Measure(candidates, count, Budget);
                timings.Add(($"ns per element, {setting} elements, {threads} threads", measured));
                for (var i = 0; i < Formats.Length; i++)
                {
                    var id = $"formats-{Formats[i].Id}-{setting}-{threads}-threads-to-float";
                    rows.Add(new RatioRow(id, measured[i + 1].RatioTo(measured[0]), "ratio")
                    {
                        AtMost = count == InMemory ? Formats[i].AtMostInMemory : null,
                    });
                }

                if (count == InMemory)
                {
                    rows.Add(new RatioRow(
                        "formats-8-bit-state-bytes-to-float",
                        Quartiles.Exactly((double)narrow[^1].StateByteCount / exact.StateByteCount), "ratio")
                    {
                        AtMost = AtMostOfStateBytes,
                    });
                }
            }
            finally
            {
                foreach (var candidate in narrow)
                    candidate.Dispose();
            }
        }
    }
}
