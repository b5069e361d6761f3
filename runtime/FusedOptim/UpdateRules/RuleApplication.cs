using System.ComponentModel;
using System.Runtime.CompilerServices;
using FusedOptim.Execution;
using FusedOptim.Numerics;
using FusedOptim.Schema;

namespace FusedOptim.CompilerServices;

/// <summary>What a rule's <c>Apply</c> does: a step over the caller's memory, every check before the first write.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
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
        for (var state = 0; state < schema.States.Count; state++)
        {
            // A state that the variant does not use may be empty.
            var span = operands.State(state);
            if (span.IsEmpty && !schema.Variants[rule.Variant].States.Contains(state))
                continue;
            var name = schema.States[state].Name;
            Operands.Check<T>(span, operands.Parameter, name, "parameter");
            Operands.CheckOverlap<T>(span, operands.Gradient, name, "gradient");
            for (var other = 0; other < state; other++)
                Operands.CheckOverlap<T>(span, operands.State(other), name, schema.States[other].Name);
        }

        if (schema.Scalars.Count > 0)
            Operands.CheckScalars(operands.Scalars, schema.Scalars.Count);
    }

    private static unsafe void Run<T>(IUpdateRule rule, int step, double gradientScale, in ApplyOperands<T> operands)
        where T : unmanaged
    {
        fixed (T* parameter = operands.Parameter, gradient = operands.Gradient,
            s0 = operands.State0, s1 = operands.State1, s2 = operands.State2, s3 = operands.State3,
            s4 = operands.State4, s5 = operands.State5, s6 = operands.State6, s7 = operands.State7)
        fixed (T* s8 = operands.State8, s9 = operands.State9, s10 = operands.State10, s11 = operands.State11,
            s12 = operands.State12, s13 = operands.State13, s14 = operands.State14, s15 = operands.State15, s16 = operands.State16)
        {
            ReadOnlySpan<nint> states =
            [
                (nint)s0, (nint)s1, (nint)s2, (nint)s3, (nint)s4, (nint)s5, (nint)s6, (nint)s7,
                (nint)s8, (nint)s9, (nint)s10, (nint)s11, (nint)s12, (nint)s13, (nint)s14, (nint)s15, (nint)s16,
            ];
            new Application<T>(rule, step, parameter, gradient, states, operands.Parameter.Length)
            {
                Call = new KernelCall(gradientScale),
                Scalars = operands.Scalars,
            }.Run();
        }
    }

    /// <summary>A step over memory that stays where it is.</summary>
    private readonly unsafe ref struct Application<T>(
        IUpdateRule rule, int step, T* parameter, T* gradient, ReadOnlySpan<nint> states, int count)
        where T : unmanaged
    {
        private readonly KernelTarget _target = KernelTargets.Selected;
        private readonly ReadOnlySpan<nint> _states = states;

        public KernelCall Call { get; init; }

        public Span<double> Scalars { get; init; }

        public void Run()
        {
            var phases = rule.Schema.Phases;
            var isMeasured = phases[0].Kind == PhaseKind.Measure;
            Span<double> reductions = stackalloc double[isMeasured ? phases[0].Reductions.Count : 0];
            if (isMeasured)
                Measure(phases[0], reductions);
            var update = isMeasured ? 1 : 0;
            Span<double> constants = stackalloc double[phases[update].StepConstantCount];
            rule.Prepare(update, _target, Context(reductions), constants);
            RunSegment(update, 0, count, constants, []);
        }

        /// <summary>The measuring pass, block by block.</summary>
        private void Measure(PhaseSchema phase, Span<double> reductions)
        {
            Span<double> constants = stackalloc double[phase.StepConstantCount];
            rule.Prepare(0, _target, Context([]), constants);
            for (var index = 0; index < reductions.Length; index++)
                reductions[index] = phase.Reductions[index].Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity;
            Span<double> buffers = stackalloc double[reductions.Length * BlockReduction.Length];
            Span<nint> summands = stackalloc nint[reductions.Length];
            for (var start = 0; start < count; start += BlockReduction.Length)
            {
                var length = Math.Min(BlockReduction.Length, count - start);
                for (var index = 0; index < summands.Length; index++)
                    summands[index] = (nint)Unsafe.AsPointer(ref buffers[index * BlockReduction.Length]);
                RunSegment(0, start, length, constants, summands);
                for (var index = 0; index < reductions.Length; index++)
                {
                    var block = buffers.Slice(index * BlockReduction.Length, length);
                    reductions[index] = phase.Reductions[index].Kind == ReductionKind.Sum
                        ? reductions[index] + BlockReduction.Sum<double>(block)
                        : Math.Max(reductions[index], BlockReduction.Maximum<double>(block));
                }
            }
        }

        private PrepareContext Context(ReadOnlySpan<double> reductions) => new(step, Call.GradientScale)
        {
            Count = count,
            Reductions = reductions,
            Scalars = Scalars,
        };

        private void RunSegment(int phase, nint start, nint length, ReadOnlySpan<double> constants, ReadOnlySpan<nint> summands)
        {
            var call = Call;
            if (typeof(T) == typeof(float))
            {
                rule.Run(phase, _target, new KernelSegment<float>(
                    (float*)parameter + start, (float*)gradient + start, _states, start, length, constants, in call)
                {
                    FirstElement = start,
                    Step = step,
                    Summands = summands,
                });
            }
            else
            {
                rule.Run(phase, _target, new KernelSegment<double>(
                    (double*)parameter + start, (double*)gradient + start, _states, start, length, constants, in call)
                {
                    FirstElement = start,
                    Step = step,
                    Summands = summands,
                });
            }
        }
    }
}
