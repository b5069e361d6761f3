using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Optimization;

/// <summary>A rule with a reduction, which the runtime does not run yet.</summary>
internal sealed record ReducingRule : IUpdateRule<ReducingRule>
{
    public static RuleSchema Schema { get; } = new(
        nameof(ReducingRule), FloatMode.Strict, [], [],
        [
            new PhaseSchema(PhaseKind.Measure, UniformCount: 0, Reads: 1, Writes: 0)
            {
                Reductions = [new ReductionSchema("g2", ReductionKind.Sum, ReductionScope.Tensor)],
            },
        ]);

    public ReducingRule Copy() => new();

    public double GetHyperparameter(int index) => throw new NotSupportedException();

    public void SetHyperparameter(int index, double value) => throw new NotSupportedException();

    public void Prepare(int phase, KernelTarget target, in PrepareContext context, Span<double> uniforms) =>
        throw new NotSupportedException();

    public void Run(int phase, KernelTarget target, in KernelSegment<float> segment) => throw new NotSupportedException();

    public void Run(int phase, KernelTarget target, in KernelSegment<double> segment) => throw new NotSupportedException();
}
