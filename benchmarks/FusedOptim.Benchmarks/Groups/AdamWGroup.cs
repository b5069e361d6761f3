using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>AdamW on operands in the cache, on one thread: where arithmetic counts, not memory.</summary>
internal static class AdamWGroup
{
    private const int Count = 32_768;
    private const int SmallCount = 1_000;
    private const int Step = 10;
    private const double AtMostToC = 1.02;
    private const double AtMostToCWhenSmall = 1.05;
    private const double AtMostToCByAvx2 = 1.03;
    private const double AtMostToTensorPrimitives = 0.40;
    private const double AtMostToScalar = 0.08;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SmallBudget = TimeSpan.FromSeconds(2);

    public static RatioGroup Native { get; } = new(
        "adamw", "32,768 and 1,000 elements in the cache, one thread", RunNative);

    public static RatioGroup Avx2 { get; } = new(
        "adamw-avx2", "the same with AVX2 and FMA, in a process without AVX-512", RunAvx2)
    {
        Environment = new Dictionary<string, string> { ["DOTNET_EnableAVX512"] = "0" },
    };

    private static GroupResult RunNative()
    {
        using var team = new WorkerTeam(1);
        using var operands = new NativeOperands(Count);
        using var slabs = new SlabOperands(Count, team);
        var notes = new List<string>();
        var kernel = new KernelCandidate(operands, Step);
        var optimizer = new OptimizerCandidate(slabs);
        AdamWReference.Check(optimizer, slabs, 1, 2, 3);
        var c = CCandidate.TryCompile(operands, Step, "C, -Ofast -march=native", "-march=native", notes);
        // Whether a compiler's estimates with Newton steps beat the exact instructions differs between processors.
        var exactC = !X86Base.IsSupported || c is null ? null
            : CCandidate.TryCompile(operands, Step, "C, the same without estimates", "-march=native -mno-recip", notes);
        var tensorPrimitives = new TensorPrimitivesCandidate(operands, Step);
        var tunedTensorPrimitives = new TunedTensorPrimitivesCandidate(operands, Step);
        var scalar = new ScalarCandidate(operands, Step);
        var tunedScalar = new TunedScalarCandidate(operands, Step);
        var sameTraffic = new SameTrafficCandidate(operands, team);

        return With(MeasureSmall("adamw-1000", "-march=native", AtMostToCWhenSmall), Measure(
            "adamw-32768", operands, kernel, notes, Budget,
        [
            (c, "to-c", AtMostToC),
            (tensorPrimitives, "to-tensor-primitives", AtMostToTensorPrimitives),
            (scalar, "to-scalar", AtMostToScalar),
            (exactC, "to-exact-c", null),
            (tunedTensorPrimitives, "to-tuned-tensor-primitives", null),
            (tunedScalar, "to-tuned-scalar", null),
            (sameTraffic, "to-same-traffic", null),
            (optimizer, "to-optimizer-step", null),
        ]));
    }

    private static GroupResult RunAvx2()
    {
        if (!Fma.IsSupported || Vector512.IsHardwareAccelerated)
            return new GroupResult([]) { Notes = ["left out: this is for AVX2 with FMA, which the process did not get"] };

        using var operands = new NativeOperands(Count);
        var notes = new List<string>();
        var kernel = new KernelCandidate(operands, Step);
        var c = CCandidate.TryCompile(operands, Step, "C, -Ofast -mavx2 -mfma", "-mavx2 -mfma", notes);
        var exactC = c is null ? null
            : CCandidate.TryCompile(operands, Step, "C, the same without estimates", "-mavx2 -mfma -mno-recip", notes);
        return With(MeasureSmall("adamw-1000-avx2", "-mavx2 -mfma", AtMostToCByAvx2), Measure(
            "adamw-32768-avx2", operands, kernel, notes, Budget,
            [(c, "to-c", AtMostToCByAvx2), (exactC, "to-exact-c", null)]));
    }

    // So few that the call counts: P/Invoke for the one, the checks of the operands for the other.
    private static GroupResult MeasureSmall(string id, string options, double atMost)
    {
        using var operands = new NativeOperands(SmallCount);
        var notes = new List<string>();
        var c = CCandidate.TryCompile(operands, Step, $"C, -Ofast {options}", options, notes);
        var exactC = c is null || !X86Base.IsSupported ? null
            : CCandidate.TryCompile(operands, Step, "C, the same without estimates", $"{options} -mno-recip", notes);
        return Measure(
            id, operands, new KernelCandidate(operands, Step), notes, SmallBudget,
            [(c, "to-c", atMost), (exactC, "to-exact-c", null)]);
    }

    private static GroupResult With(GroupResult small, GroupResult large) => new([.. large.Rows, .. small.Rows])
    {
        Timings = [.. large.Timings, .. small.Timings],
        Notes = [.. large.Notes.Union(small.Notes)],
    };

    private static GroupResult Measure(
        string id, AdamWOperands operands, ICandidate kernel, IReadOnlyList<string> notes, TimeSpan budget,
        IReadOnlyList<(ICandidate? Candidate, string Suffix, double? AtMost)> others)
    {
        var present = others.Where(other => other.Candidate is not null).ToArray();
        ICandidate[] candidates = [kernel, .. present.Select(other => other.Candidate!)];
        foreach (var candidate in candidates)
        {
            // The one computes nothing, the other was checked on operands of its own.
            if (candidate is not (SameTrafficCandidate or OptimizerCandidate))
                AdamWReference.Check(candidate, operands, Step, Step, Step);
        }

        var timings = InterleavedTiming.Measure(candidates, operands.Count, budget);
        var rows = present.Select((other, i) =>
            new RatioRow($"{id}-{other.Suffix}", timings[0].RatioTo(timings[i + 1]), "ratio") { AtMost = other.AtMost });
        return new GroupResult([.. rows]) { Timings = [($"ns per element, {operands.Count}", timings)], Notes = notes };
    }
}
