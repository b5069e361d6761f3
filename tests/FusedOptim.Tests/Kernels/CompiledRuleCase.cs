using System.Numerics;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels;

/// <inheritdoc/>
internal sealed class CompiledRuleCase<TRule>(TRule rule) : RuleCase(rule.ToString()!)
    where TRule : class, IUpdateRule
{
    private delegate void Apply0<T>(
        TRule rule, int step, Span<T> parameter, ReadOnlySpan<T> gradient, double gradientScale);

    private delegate void Apply1<T>(
        TRule rule, int step, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> state, double gradientScale);

    private delegate void Apply1WithScalars<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> state,
        Span<double> scalars,
        double gradientScale);

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

    private delegate void Apply3WithScalars<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<double> scalars,
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

    private delegate void Apply4WithScalars<T>(
        TRule rule,
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<T> fourth,
        Span<double> scalars,
        double gradientScale);

    public override RuleSchema Schema => rule.Schema;

    public override object Rule => rule;

    public override double GetHyperparameter(int index) => rule.GetHyperparameter(index);

    public override bool Uses(int state) => rule.Schema.Variants[rule.Variant].States.Contains(state);

    public override RuleCase With(int hyperparameter, double value)
    {
        var copy = (TRule)rule.Copy();
        copy.SetHyperparameter(hyperparameter, value);
        return new CompiledRuleCase<TRule>(copy);
    }

    public override void Run<T>(
        KernelTarget target, ReadOnlySpan<nint> operands, nint offset, nint count, StepArguments arguments)
    {
        var run = new PhaseRun<T>(rule, target) { ReplacesSums = !arguments.KeepsAnySum };
        if (arguments.Scalars is not null)
            run.Scalars = arguments.Scalars;
        run.Place(operands, offset, count);
        run.Run(new StepCase(arguments.Step, arguments.GradientScale, arguments.ZeroGradients));
    }

    public override void Apply<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        StateSpans<T> states,
        Span<double> scalars,
        double gradientScale)
    {
        var first = states.First;
        var second = states.Second;
        var third = states.Third;
        var fourth = states.Fourth;
        switch (StateCount, scalars.Length > 0)
        {
            case (0, false):
                Bind<Apply0<T>, T>()(rule, step, parameter, gradient, gradientScale);
                break;
            case (1, false):
                Bind<Apply1<T>, T>()(rule, step, parameter, gradient, first, gradientScale);
                break;
            case (1, true):
                Bind<Apply1WithScalars<T>, T>()(rule, step, parameter, gradient, first, scalars, gradientScale);
                break;
            case (2, false):
                Bind<Apply2<T>, T>()(rule, step, parameter, gradient, first, second, gradientScale);
                break;
            case (2, true):
                Bind<Apply2WithScalars<T>, T>()(rule, step, parameter, gradient, first, second, scalars, gradientScale);
                break;
            case (3, false):
                Bind<Apply3<T>, T>()(rule, step, parameter, gradient, first, second, third, gradientScale);
                break;
            case (3, true):
                Bind<Apply3WithScalars<T>, T>()(
                    rule, step, parameter, gradient, first, second, third, scalars, gradientScale);
                break;
            case (4, false):
                Bind<Apply4<T>, T>()(rule, step, parameter, gradient, first, second, third, fourth, gradientScale);
                break;
            case (4, true):
                Bind<Apply4WithScalars<T>, T>()(
                    rule, step, parameter, gradient, first, second, third, fourth, scalars, gradientScale);
                break;
            default:
                throw new NotSupportedException($"{Schema.Name} has {StateCount} states.");
        }
    }

    public override void Verify(VerifyOptions options) => RuleTest.Verify(rule, options);

    public override Optimizer CreateOptimizer<T>(ParameterSet<T> parameters, OptimizerOptions options) =>
        Optimizer.Create(parameters, rule, options);

    private TDelegate Bind<TDelegate, T>()
        where TDelegate : Delegate
    {
        Type[] states = [.. rule.Schema.States.Select(_ => typeof(Span<T>))];
        Type[] scalars = rule.Schema.Scalars.Count > 0 ? [typeof(Span<double>)] : [];
        Type[] parameters =
            [typeof(int), typeof(Span<T>), typeof(ReadOnlySpan<T>), .. states, .. scalars, typeof(double)];
        return typeof(TRule).GetMethod("Apply", parameters)!.CreateDelegate<TDelegate>();
    }
}
