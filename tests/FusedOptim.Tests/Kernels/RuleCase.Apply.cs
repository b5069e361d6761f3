using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Numerics;

namespace FusedOptim.Tests.Kernels;

/// <content>The rule's own <c>Apply</c>, whose parameters depend on the states.</content>
internal sealed partial class RuleCase
{
    private readonly ConcurrentDictionary<Type, Delegate> _compiledApply = [];

    private delegate void CompiledApply<T>(int step, Func<int, Span<T>> operand, Span<double> scalars, double gradientScale);

    /// <summary>Calls the rule's own <c>Apply</c>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="operand">Gives the parameter of index 0, the gradient of index 1, then the states.</param>
    /// <param name="scalars">The scalars; empty where the rule has none.</param>
    /// <param name="gradientScale">The factor of gradients.</param>
    public void Apply<T>(int step, Func<int, Span<T>> operand, Span<double> scalars, double gradientScale = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        ((CompiledApply<T>)_compiledApply.GetOrAdd(typeof(T), _ => Compile<T>()))(step, operand, scalars, gradientScale);

    // Reflection alone cannot pass spans.
    private CompiledApply<T> Compile<T>()
    {
        var step = Expression.Parameter(typeof(int));
        var operand = Expression.Parameter(typeof(Func<int, Span<T>>));
        var scalars = Expression.Parameter(typeof(Span<double>));
        var gradientScale = Expression.Parameter(typeof(double));
        Expression[] arguments =
        [
            step,
            Operand(0),
            Expression.Convert(Operand(1), typeof(ReadOnlySpan<T>)),
            .. Schema.States.Select((_, state) => Operand(2 + state)),
            .. Schema.Scalars.Count > 0 ? [scalars] : Array.Empty<Expression>(),
            gradientScale,
        ];
        var method = RuleType.GetMethod("Apply", [.. arguments.Select(argument => argument.Type)])!;
        var call = Expression.Call(Expression.Constant(rule, RuleType), method, arguments);
        return Expression.Lambda<CompiledApply<T>>(call, step, operand, scalars, gradientScale).Compile();

        Expression Operand(int index) => Expression.Invoke(operand, Expression.Constant(index));
    }
}
