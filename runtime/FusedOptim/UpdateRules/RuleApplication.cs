using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Matrices;
using FusedOptim.Schema;

namespace FusedOptim.CompilerServices;

/// <summary>What a rule's <c>Apply</c> does: a step over the caller's memory, every check before the first write.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[DebuggerStepThrough]
public static class RuleApplication
{
    /// <summary>One step of a rule, phase by phase as the runtime makes it.</summary>
    /// <typeparam name="T"><see langword="float"/> or <see langword="double"/>.</typeparam>
    /// <param name="rule">The rule.</param>
    /// <param name="step">The step, counted from 1.</param>
    /// <param name="gradientScale">What the gradient is multiplied by; finite.</param>
    /// <param name="operands">The memory.</param>
    /// <exception cref="ArgumentException">The lengths differ, or operands share memory; nothing is written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">step is less than 1, or gradientScale is not finite; nothing is written.</exception>
    public static void Apply<T>(IUpdateRule rule, int step, double gradientScale, in ApplyOperands<T> operands)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rule);
        Operands.CheckStep(step);
        Operands.CheckGradientScale(gradientScale);
        Check(rule, in operands);
        FloatingPointEnvironment.Check();
        // Of no elements there is no maximum that Prepare could compute with.
        if (!operands.Parameter.IsEmpty)
            Run(rule, step, gradientScale, in operands);
    }

    private static void Check<T>(IUpdateRule rule, in ApplyOperands<T> operands)
        where T : unmanaged
    {
        var schema = rule.Schema;
        Operands.Check<T>(operands.Gradient, operands.Parameter, "gradient", "parameter");
        if (schema.UsesView)
            Operands.CheckView(operands.View, operands.Parameter.Length);
        for (var state = 0; state < schema.States.Count; state++)
        {
            // A state that the variant does not use may be empty.
            var span = operands.State(state);
            if (span.IsEmpty && !schema.Variants[rule.Variant].States.Contains(state))
                continue;
            var name = schema.States[state].Name;
            if (schema.States[state] is { IsVector: true } vector)
                Operands.CheckVector<T>(span, operands.Parameter, name, vector.CountIn(operands.View), ContentOf(vector));
            else
                Operands.Check<T>(span, operands.Parameter, name, "parameter");
            Operands.CheckOverlap<T>(span, operands.Gradient, name, "gradient");
            for (var other = 0; other < state; other++)
                Operands.CheckOverlap<T>(span, operands.State(other), name, schema.States[other].Name);
        }

        for (var input = 0; input < schema.ElementwiseInputCount; input++)
            CheckInput(rule, input, in operands);
        if (schema.Scalars.Count > 0)
            Operands.CheckScalars(operands.Scalars, schema.Scalars.Count);
    }

    private static string ContentOf(StateSchema vector) => vector.Over.ToString().ToLowerInvariant() is var unit && vector.IsMatrix
        ? $"a square matrix of {unit}s for each matrix of the view"
        : $"one for each {unit} of the view";

    // Inputs are read alone, and may share memory with each other and with the gradient.
    private static void CheckInput<T>(IUpdateRule rule, int input, in ApplyOperands<T> operands)
        where T : unmanaged
    {
        var schema = rule.Schema;
        var span = operands.Input(input);
        if (span.IsEmpty && !schema.Variants[rule.Variant].UsesInput(input))
            return;
        var name = schema.Inputs[input].Name;
        Operands.Check(span, operands.Parameter, name, "parameter");
        for (var state = 0; state < schema.States.Count; state++)
            Operands.CheckOverlap(span, operands.State(state), name, schema.States[state].Name);
    }

    private static unsafe void Run<T>(IUpdateRule rule, int step, double gradientScale, in ApplyOperands<T> operands)
        where T : unmanaged
    {
        fixed (T* parameter = operands.Parameter, gradient = operands.Gradient,
            s0 = operands.State0, s1 = operands.State1, s2 = operands.State2, s3 = operands.State3,
            s4 = operands.State4, s5 = operands.State5, s6 = operands.State6, s7 = operands.State7)
        fixed (T* s8 = operands.State8, s9 = operands.State9, s10 = operands.State10, s11 = operands.State11,
            s12 = operands.State12, s13 = operands.State13, s14 = operands.State14, s15 = operands.State15, s16 = operands.State16,
            s17 = operands.State17)
        fixed (T* i0 = operands.Input0, i1 = operands.Input1, i2 = operands.Input2, i3 = operands.Input3)
        {
            Span<nint> states =
            [
                (nint)s0, (nint)s1, (nint)s2, (nint)s3, (nint)s4, (nint)s5, (nint)s6, (nint)s7,
                (nint)s8, (nint)s9, (nint)s10, (nint)s11, (nint)s12, (nint)s13, (nint)s14, (nint)s15, (nint)s16, (nint)s17,
                0, 0, 0, 0,
            ];
            ReadOnlySpan<nint> inputs = [(nint)i0, (nint)i1, (nint)i2, (nint)i3];
            inputs.CopyTo(states[rule.Schema.States.Count..]);
            new AppliedStep<T>(rule, step, parameter, gradient, states, operands.Parameter.Length)
            {
                Call = new KernelCall(gradientScale),
                Scalars = operands.Scalars,
                Inputs = operands.Inputs,
                View = operands.View,
            }.Run();
        }
    }
}
