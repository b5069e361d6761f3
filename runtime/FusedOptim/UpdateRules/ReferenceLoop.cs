using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using FusedOptim.Schema;

namespace FusedOptim.CompilerServices;

/// <summary>The plain loop that calls the rule's own method for each element, where breakpoints work.</summary>
[DebuggerStepThrough]
internal static class ReferenceLoop
{
    /// <summary>Runs a phase over a segment.</summary>
    /// <typeparam name="T">The element.</typeparam>
    /// <param name="rule">The rule.</param>
    /// <param name="phase">The index of the phase in the schema.</param>
    /// <param name="segment">The elements.</param>
    public static void Run<T>(IUpdateRule rule, int phase, in KernelSegment<T> segment)
        where T : unmanaged, INumber<T>
    {
        var schema = rule.Schema.Phases[phase];
        var used = OperandsOf(rule.Schema, schema, rule.Variant);
        Span<double> states = stackalloc double[rule.Schema.FirstValue + rule.Schema.Values.Count];
        Span<double> reductions = stackalloc double[schema.Reductions.Count];
        for (nint i = 0; i < segment.Count; i++)
        {
            // A state that the variant does not use has no memory.
            foreach (var state in used)
                states[state] = double.CreateTruncating(Unsafe.Add(ref segment.State(state), i));
            for (var index = 0; index < reductions.Length; index++)
                reductions[index] = schema.Reductions[index].Kind == ReductionKind.Sum ? -0.0 : schema.Reductions[index].Kind.Empty;
            var element = new ReferenceElement(states, reductions, segment.StepConstants, segment.Step);
            if (schema.Over == Over.Element)
            {
                element.Parameter = double.CreateTruncating(Unsafe.Add(ref segment.Parameter, i));
                element.Gradient = schema.Kind == PhaseKind.Evaluate
                    ? 0
                    : double.CreateTruncating(Unsafe.Add(ref segment.Gradient, i)) * segment.GradientScale;
            }

            rule.RunReference(phase, ref element);
            Store(rule.Schema, schema, used, element, in segment, i);
        }
    }

    // The states, inputs and values that the phase has. Of rows and columns it has those alone that it reads or writes.
    private static List<int> OperandsOf(RuleSchema rule, PhaseSchema phase, int variant)
    {
        var states = rule.Variants[variant].States.Where(state => rule.States[state].Over == Over.Element
            ? phase.Over == Over.Element
            : phase.ReadsState(state) || phase.WritesState(state));
        var inputs = phase.InputsRead.Where(rule.Variants[variant].UsesInput).Select(input => rule.States.Count + input);
        var values = phase.ValuesRead.Union(phase.ValuesWritten).Select(value => rule.FirstValue + value);
        return [.. states, .. inputs, .. values];
    }

    private static void Store<T>(
        RuleSchema rule, PhaseSchema schema, IReadOnlyList<int> used, in ReferenceElement element, in KernelSegment<T> segment, nint i)
        where T : unmanaged, INumber<T>
    {
        if (schema.Kind == PhaseKind.Update)
            Unsafe.Add(ref segment.Parameter, i) = T.CreateTruncating(element.Parameter);
        foreach (var state in used)
        {
            var isWritten = state < rule.States.Count
                ? schema.WritesState(state)
                : schema.ValuesWritten.Contains(state - rule.FirstValue);
            if (schema.Kind != PhaseKind.Evaluate && isWritten)
                Unsafe.Add(ref segment.State(state), i) = T.CreateTruncating(element.State(state));
        }

        for (var index = 0; index < schema.Reductions.Count; index++)
            Unsafe.Add(ref segment.Summand(index), i) = element.Reduction(index);
        if (schema.Kind == PhaseKind.Evaluate)
            Unsafe.Add(ref segment.EvaluationWeight, i) = T.CreateTruncating(element.EvaluationWeight);
        if (schema.Kind == PhaseKind.Update && segment.ZeroGradients)
            Unsafe.Add(ref segment.Gradient, i) = T.Zero;
    }
}
