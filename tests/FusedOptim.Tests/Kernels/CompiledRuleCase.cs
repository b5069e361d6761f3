using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels;

/// <inheritdoc/>
internal sealed class CompiledRuleCase<TRule>(TRule rule) : RuleCase(rule.ToString()!)
    where TRule : class, IUpdateRule<TRule>
{
    private delegate void Apply0<T>(
        TRule rule, int step, Span<T> parameter, ReadOnlySpan<T> gradient, double gradientScale);

    private delegate void Apply1<T>(
        TRule rule, int step, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> state, double gradientScale);

    private delegate void Apply2<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        double gradientScale);

    private delegate void Apply2WithScalars<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<double> scalars,
        double gradientScale);

    private delegate void Apply3<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        double gradientScale);

    private delegate void Apply4<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<T> fourth,
        double gradientScale);

    public override RuleSchema Schema => TRule.Schema;

    public override object Rule => rule;

    public override double GetHyperparameter(int index) => rule.GetHyperparameter(index);

    public override bool Uses(int state) => TRule.Schema.Variants[rule.Variant].States.Contains(state);

    public override RuleCase With(int hyperparameter, double value)
    {
        var copy = rule.Copy();
        copy.SetHyperparameter(hyperparameter, value);
        return new CompiledRuleCase<TRule>(copy);
    }

    public override unsafe void Run<T>(
        KernelTarget target, ReadOnlySpan<nint> operands, nint offset, nint count, StepArguments arguments)
    {
        var phase = Assert.Single(TRule.Schema.Phases);
        Span<double> uniforms = stackalloc double[phase.UniformCount];
        var context = new PrepareContext(arguments.Step, arguments.GradientScale)
        {
            Count = count,
            Scalars = arguments.Scalars ?? InitialScalars(),
        };
        rule.Prepare(0, target, context, uniforms);
        if (typeof(T) == typeof(float))
            rule.Run(0, target, Segment<float>(operands, offset, count, uniforms, arguments));
        else
            rule.Run(0, target, Segment<double>(operands, offset, count, uniforms, arguments));
    }

    public override void Apply<T>(
        int step, Span<T> parameter, ReadOnlySpan<T> gradient, StateSpans<T> states, double gradientScale)
    {
        switch (StateCount, Schema.Scalars.Count)
        {
            case (0, 0):
                Bind<Apply0<T>, T>()(rule, step, parameter, gradient, gradientScale);
                break;
            case (1, 0):
                Bind<Apply1<T>, T>()(rule, step, parameter, gradient, states.First, gradientScale);
                break;
            case (2, 0):
                Bind<Apply2<T>, T>()(rule, step, parameter, gradient, states.First, states.Second, gradientScale);
                break;
            case (2, 1):
                Bind<Apply2WithScalars<T>, T>()(
                    rule, step, parameter, gradient, states.First, states.Second, InitialScalars(), gradientScale);
                break;
            case (3, 0):
                Bind<Apply3<T>, T>()(
                    rule, step, parameter, gradient, states.First, states.Second, states.Third, gradientScale);
                break;
            case (4, 0):
                Bind<Apply4<T>, T>()(
                    rule,
                    step,
                    parameter,
                    gradient,
                    states.First,
                    states.Second,
                    states.Third,
                    states.Fourth,
                    gradientScale);
                break;
            default:
                throw new NotSupportedException(
                    $"{Schema.Name} has {StateCount} states and {Schema.Scalars.Count} scalars.");
        }
    }

    public override Optimizer CreateOptimizer<T>(ParameterSet<T> parameters, OptimizerOptions options) =>
        Optimizer.Create(parameters, rule, options);

    private static TDelegate Bind<TDelegate, T>()
        where TDelegate : Delegate
    {
        Type[] states = [.. TRule.Schema.States.Select(_ => typeof(Span<T>))];
        Type[] scalars = TRule.Schema.Scalars.Count > 0 ? [typeof(Span<double>)] : [];
        Type[] parameters =
            [typeof(int), typeof(Span<T>), typeof(ReadOnlySpan<T>), .. states, .. scalars, typeof(double)];
        return typeof(TRule).GetMethod("Apply", parameters)!.CreateDelegate<TDelegate>();
    }

    private static unsafe KernelSegment<TElement> Segment<TElement>(
        ReadOnlySpan<nint> operands, nint offset, nint count, ReadOnlySpan<double> uniforms, StepArguments arguments)
        where TElement : unmanaged =>
        new((TElement*)operands[0], (TElement*)operands[1], operands[2..], offset, count, uniforms)
        {
            FirstElement = offset,
            Step = arguments.Step,
            GradientScale = arguments.GradientScale,
            ZeroGradients = arguments.ZeroGradients,
        };
}
