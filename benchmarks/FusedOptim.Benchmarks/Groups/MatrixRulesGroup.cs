using System.Runtime.Intrinsics;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>
/// Rules that see rows and columns, at 4,096 × 4,096: Adafactor (24 bytes an element: 8, 4 and 12 in its three passes) to loops by hand, Adam-mini
/// (24 bytes: 4 and 20) and the others to AdamW (28 bytes); and Adafactor on other shapes to that.
/// </summary>
internal static class MatrixRulesGroup
{
    private const int Size = 4096;
    private const int CheckedSteps = 3;
    private const double AtMostByHand = 1.10;
    private const double AtMostToSquare = 1.3;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BudgetOfShape = TimeSpan.FromSeconds(2);

    // n × 1 has a state, and values that are written and read again, for each element.
    private static readonly (int Rows, int Columns, double? AtMost)[] Shapes =
    [
        (1_000_000, 9, AtMostToSquare), (65_536, 64, AtMostToSquare), (64, 576, AtMostToSquare), (7, 1_000_003, AtMostToSquare),
        (4_000_000, 1, AtMostToSquare),
    ];

    public static RatioGroup Group { get; } = new(
        "matrix-rules", "Adafactor, Adam-mini, CAME and SM3 at 4,096 × 4,096, and Adafactor on other shapes, one and two threads", Run);

    private static GroupResult Run()
    {
        var rows = new List<RatioRow>();
        var timings = new List<(string, IReadOnlyList<Timing>)>();
        var notes = new List<string>();
        for (var threads = 1; threads <= Math.Min(2, Environment.ProcessorCount); threads++)
        {
            var setting = threads == 1 ? "1-thread" : "2-threads";
            using var team = new WorkerTeam(threads);
            using var square = new MatrixCandidate(new Adafactor(), Size, Size, team);
            if (threads == 1 && Vector512.IsHardwareAccelerated)
            {
                var byHand = new FactoredLoop(square, Size, Size);
                Check(square, byHand);
                Add($"adafactor-{setting}-to-loops-by-hand", [square, byHand], AtMostByHand, Budget);
            }

            using var adamW = new MatrixCandidate(new AdamW(), Size, Size, team);
            foreach (var rule in (IUpdateRule[])[new Adafactor(), new AdaMini(), new Came(), new Sm3()])
            {
                using var candidate = new MatrixCandidate(rule, Size, Size, team);
                Add($"{rule.Schema.Name}-{setting}-to-adamw", [candidate, adamW], null, BudgetOfShape);
            }

            foreach (var (height, width, atMost) in Shapes)
            {
                using var shape = new MatrixCandidate(new Adafactor(), height, width, team);
                Add(
                    $"adafactor-{height}-{width}-{setting}-to-square", [shape, square], atMost, BudgetOfShape,
                    [(double)height * width, (double)Size * Size]);
            }

            void Add(string id, ICandidate[] candidates, double? atMost, TimeSpan budget, double[]? units = null)
            {
                var measured = InterleavedTiming.Measure(candidates, 1, budget);
                measured = [.. measured.Select((timing, i) => timing.Per(units?[i] ?? (double)Size * Size))];
                rows.Add(new RatioRow($"matrix-{id}", measured[0].RatioTo(measured[1]), "ratio") { AtMost = atMost });
                timings.Add(($"ns per element, {setting}", measured));
            }
        }

        if (!Vector512.IsHardwareAccelerated)
            notes.Add("left out the loops by hand: they have vectors of 512 bits");
        return new GroupResult(rows) { Timings = timings, Notes = notes };
    }

    private static void Check(MatrixCandidate rule, FactoredLoop byHand)
    {
        for (var step = 0; step < CheckedSteps; step++)
        {
            rule.Step();
            byHand.Step();
        }

        for (var i = 0; i < byHand.Parameter.Length; i++)
        {
            if (Math.Abs(rule.Parameter.Values[i] - byHand.Parameter[i]) > 1e-6)
                throw new InvalidOperationException($"The loops by hand have {byHand.Parameter[i]} where the rule has {rule.Parameter.Values[i]}, at {i}.");
        }
    }
}
