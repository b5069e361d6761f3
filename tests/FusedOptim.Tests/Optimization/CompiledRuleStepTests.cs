using System.Numerics;
using FusedOptim.Execution;
using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization;

/// <summary>A compiled rule through an optimizer gives the bits of its own <c>Apply</c> on each tensor alone.</summary>
public class CompiledRuleStepTests
{
    private delegate void Apply<T>(
        AdamW rule, int step, Span<T> parameter, ReadOnlySpan<T> gradient, Span<T> m, Span<T> v, double gradientScale);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void StepsHaveTheBitsOfApply(int threads)
    {
        Check<float>(threads, (rule, step, parameter, gradient, m, v, scale) =>
            rule.Apply(step, parameter, gradient, m, v, scale));
        Check<double>(threads, (rule, step, parameter, gradient, m, v, scale) =>
            rule.Apply(step, parameter, gradient, m, v, scale));
    }

    private static void Check<T>(int threads, Apply<T> apply)
        where T : unmanaged, INumber<T>
    {
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<T>(3000, 33, 1, 4097, 16);
        DriftModel.Fill(set, seed: 1);
        var rule = new AdamW(LearningRate: 0.02, WeightDecay: 0.1);
        var expected = set.Select(p =>
        {
            var values = p.Values.ToArray();
            var (m, v) = (new T[values.Length], new T[values.Length]);
            for (var step = 1; step <= 4; step++)
                apply(rule, step, values, p.Gradients, m, v, 0.5);
            return (values, m, v);
        }).ToArray();
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team });

        for (var step = 1; step <= 4; step++)
            optimizer.Step(new StepOptions { GradientScale = 0.5, ZeroGradients = step == 4 });

        for (var i = 0; i < set.Count; i++)
        {
            Assert.Equal(expected[i].values, set[i].Values.ToArray());
            Assert.Equal(expected[i].m, optimizer.GetState(set[i], "exp_avg").ToArray());
            Assert.Equal(expected[i].v, optimizer.GetState(set[i], "exp_avg_sq").ToArray());
            Assert.All(set[i].Gradients.ToArray(), gradient => Assert.Equal(T.Zero, gradient));
        }
    }
}
