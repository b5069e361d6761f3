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

    public override RuleSchema Schema => TRule.Schema;

    public override object Rule => rule;

    public override double GetHyperparameter(int index) => rule.GetHyperparameter(index);

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
        rule.Prepare(0, target, new PrepareContext(arguments.Step, arguments.GradientScale), uniforms);
        if (typeof(T) == typeof(float))
            rule.Run(0, target, Segment<float>(operands, offset, count, uniforms, arguments));
        else
            rule.Run(0, target, Segment<double>(operands, offset, count, uniforms, arguments));
    }

    public override void Apply<T>(
        int step, Span<T> parameter, ReadOnlySpan<T> gradient, StateSpans<T> states, double gradientScale)
    {
        switch (StateCount)
        {
            case 0:
                Bind<Apply0<T>, T>()(rule, step, parameter, gradient, gradientScale);
                break;
            case 1:
                Bind<Apply1<T>, T>()(rule, step, parameter, gradient, states.First, gradientScale);
                break;
            case 2:
                Bind<Apply2<T>, T>()(rule, step, parameter, gradient, states.First, states.Second, gradientScale);
                break;
            default:
                throw new NotSupportedException($"{Schema.Name} has {StateCount} states.");
        }
    }

    public override Optimizer CreateOptimizer<T>(ParameterSet<T> parameters, OptimizerOptions options) =>
        Optimizer.Create(parameters, rule, options);

    private static TDelegate Bind<TDelegate, T>()
        where TDelegate : Delegate
    {
        Type[] states = [.. TRule.Schema.States.Select(_ => typeof(Span<T>))];
        Type[] parameters = [typeof(int), typeof(Span<T>), typeof(ReadOnlySpan<T>), .. states, typeof(double)];
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
