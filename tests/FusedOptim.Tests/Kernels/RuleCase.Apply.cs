using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Schema;

namespace FusedOptim.Tests.Kernels;

/// <content>The rule's own <c>Apply</c>, whose parameters depend on the states: spans cannot be passed to it by reflection alone.</content>
internal sealed partial class RuleCase
{
    private delegate void Apply0<T>(
        int step, Span<T> parameter, ReadOnlySpan<T> gradient, double gradientScale);

    private delegate void Apply1<T>(
        int step, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> state, double gradientScale);

    private delegate void Apply1WithScalars<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> state,
        Span<double> scalars,
        double gradientScale);

    private delegate void Apply2<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        double gradientScale);

    private delegate void Apply2WithScalars<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<double> scalars,
        double gradientScale);

    private delegate void Apply3<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        double gradientScale);

    private delegate void Apply3WithScalars<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<double> scalars,
        double gradientScale);

    private delegate void Apply4<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<T> fourth,
        double gradientScale);

    private delegate void Apply4WithScalars<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> first,
        Span<T> second,
        Span<T> third,
        Span<T> fourth,
        Span<double> scalars,
        double gradientScale);

    /// <summary>Calls the rule's own <c>Apply</c>.</summary>
    public void Apply<T>(
        int step,
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        StateSpans<T> states,
        Span<double> scalars,
        double gradientScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var first = states.First;
        var second = states.Second;
        var third = states.Third;
        var fourth = states.Fourth;
        switch (StateCount, scalars.Length > 0)
        {
            case (0, false):
                Bind<Apply0<T>, T>()(step, parameter, gradient, gradientScale);
                break;
            case (1, false):
                Bind<Apply1<T>, T>()(step, parameter, gradient, first, gradientScale);
                break;
            case (1, true):
                Bind<Apply1WithScalars<T>, T>()(step, parameter, gradient, first, scalars, gradientScale);
                break;
            case (2, false):
                Bind<Apply2<T>, T>()(step, parameter, gradient, first, second, gradientScale);
                break;
            case (2, true):
                Bind<Apply2WithScalars<T>, T>()(step, parameter, gradient, first, second, scalars, gradientScale);
                break;
            case (3, false):
                Bind<Apply3<T>, T>()(step, parameter, gradient, first, second, third, gradientScale);
                break;
            case (3, true):
                Bind<Apply3WithScalars<T>, T>()(
                    step, parameter, gradient, first, second, third, scalars, gradientScale);
                break;
            case (4, false):
                Bind<Apply4<T>, T>()(step, parameter, gradient, first, second, third, fourth, gradientScale);
                break;
            case (4, true):
                Bind<Apply4WithScalars<T>, T>()(
                    step, parameter, gradient, first, second, third, fourth, scalars, gradientScale);
                break;
            default:
                throw new NotSupportedException($"{Schema.Name} has {StateCount} states.");
        }
    }

    private TDelegate Bind<TDelegate, T>()
        where TDelegate : Delegate
    {
        Type[] states = [.. Schema.States.Select(_ => typeof(Span<T>))];
        Type[] scalars = Schema.Scalars.Count > 0 ? [typeof(Span<double>)] : [];
        Type[] parameters =
            [typeof(int), typeof(Span<T>), typeof(ReadOnlySpan<T>), .. states, .. scalars, typeof(double)];
        return RuleType.GetMethod("Apply", parameters)!.CreateDelegate<TDelegate>(rule);
    }
}
