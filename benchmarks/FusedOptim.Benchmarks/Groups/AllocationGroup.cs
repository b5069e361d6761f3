using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Benchmarks;

/// <summary>What a step allocates, on all threads together.</summary>
internal static class AllocationGroup
{
    private const int Count = 32_768;
    private const int WarmUpSteps = 2_000;
    private const int Rounds = 5;
    private const int Steps = 2_000;

    public static RatioGroup Group { get; } = new(
        "allocation", "managed memory that Optimizer.Step allocates, by one and two threads", Run);

    private static GroupResult Run() => new([Measure(threads: 1), Measure(threads: 2)]);

    private static RatioRow Measure(int threads)
    {
        using var team = new WorkerTeam(threads);
        using var operands = new SlabOperands(Count, team);
        operands.Optimizer.Groups[0].Schedule(static (AdamW rule, int step) => rule.LearningRate = AdamWConstants.LearningRate / step);
        var options = new StepOptions { GradientScale = 0.5 };
        for (var i = 0; i < WarmUpSteps; i++)
            operands.Optimizer.Step(options);

        return Row(
            threads == 1 ? "allocation-step-1-thread" : "allocation-step-2-threads", Steps,
            () => operands.Optimizer.Step(options));
    }

    /// <summary>What a step allocates, once warm; nothing is the bound.</summary>
    /// <param name="id">The id of the row.</param>
    /// <param name="steps">How often it is repeated, several times over.</param>
    /// <param name="step">The step.</param>
    public static RatioRow Row(string id, int steps, Action step)
    {
        // The figure counts every thread of the process. What a step allocates shows in every round; what the runtime's own
        // threads allocate now and then does not.
        var perStep = Enumerable.Range(0, Rounds).Min(_ => AllocatedPerStep(steps, step));
        return new RatioRow(id, Quartiles.Exactly(perStep), "bytes") { AtMost = 0 };
    }

    private static double AllocatedPerStep(int steps, Action step)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < steps; i++)
            step();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)steps;
    }
}
