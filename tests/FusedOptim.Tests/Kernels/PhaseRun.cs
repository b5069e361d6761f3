using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// One step of a rule over one tensor, phase by phase as the runtime makes it; what a measuring phase adds up and the
/// weights to evaluate with are operands after the states.
/// </summary>
internal readonly unsafe ref struct PhaseRun<TRule, T>(
    TRule rule, KernelTarget target, ReadOnlySpan<nint> operands, nint offset, nint count, StepArguments arguments)
    where TRule : class, IUpdateRule<TRule>
    where T : unmanaged
{
    // Takes the place of a sum that is not finite: the update would have nothing but NaN to show.
    private const double OrdinarySum = 1.5;

    private readonly ReadOnlySpan<nint> _operands = operands;

    private static int FirstSummand => 2 + TRule.Schema.States.Count;

    public void Run()
    {
        var scalars = arguments.Scalars ?? new CompiledRuleCase<TRule>(rule).InitialScalars();
        double[] reductions = [];
        for (var phase = 0; phase < TRule.Schema.Phases.Count; phase++)
        {
            var schema = TRule.Schema.Phases[phase];
            Span<double> uniforms = new double[schema.UniformCount];
            var context = new PrepareContext(arguments.Step, arguments.GradientScale)
            {
                Count = count,
                Reductions = reductions,
                Scalars = scalars,
            };
            rule.Prepare(phase, target, context, uniforms);
            if (schema.Kind == PhaseKind.Measure)
                reductions = Measure(phase, schema.Reductions, uniforms);
            else
                Run(phase, 0, count, uniforms, []);
        }
    }

    private double[] Measure(int phase, IReadOnlyList<ReductionSchema> schemas, ReadOnlySpan<double> uniforms)
    {
        double[] results =
            [.. schemas.Select(schema => schema.Kind == ReductionKind.Sum ? 0.0 : double.NegativeInfinity)];
        var summands = new nint[schemas.Count];
        for (nint start = 0; start < count; start += BlockReduction.Length)
        {
            var length = (int)Math.Min(BlockReduction.Length, count - start);
            for (var index = 0; index < summands.Length; index++)
                summands[index] = _operands[FirstSummand + index] + (offset + start) * sizeof(T);
            Run(phase, start, length, uniforms, summands);
            for (var index = 0; index < summands.Length; index++)
            {
                var block = new ReadOnlySpan<T>((void*)summands[index], length);
                results[index] = schemas[index].Kind == ReductionKind.Sum
                    ? results[index] + BlockReduction.Sum(block)
                    : Math.Max(results[index], BlockReduction.Maximum(block));
            }
        }

        foreach (ref var result in results.AsSpan())
        {
            if (!arguments.KeepsAnySum && !double.IsFinite(result))
                result = OrdinarySum;
        }

        return results;
    }

    private void Run(
        int phase, nint start, nint length, ReadOnlySpan<double> uniforms, ReadOnlySpan<nint> summands)
    {
        if (typeof(T) == typeof(float))
            rule.Run(phase, target, Segment<float>(phase, start, length, uniforms, summands));
        else
            rule.Run(phase, target, Segment<double>(phase, start, length, uniforms, summands));
    }

    private KernelSegment<TElement> Segment<TElement>(
        int phase, nint start, nint length, ReadOnlySpan<double> uniforms, ReadOnlySpan<nint> summands)
        where TElement : unmanaged
    {
        var kind = TRule.Schema.Phases[phase].Kind;
        return new(
            (TElement*)_operands[0],
            (TElement*)_operands[1],
            _operands[2..FirstSummand],
            offset + start,
            length,
            uniforms)
        {
            FirstElement = offset + start,
            Step = arguments.Step,
            GradientScale = arguments.GradientScale,
            ZeroGradients = arguments.ZeroGradients && kind == PhaseKind.Update,
            Summands = summands,
            EvaluationWeights = kind == PhaseKind.Evaluate ? _operands[^1] : 0,
        };
    }
}
