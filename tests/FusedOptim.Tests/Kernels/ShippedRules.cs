using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.Kernels;

/// <summary>All rules that the library ships, in a few settings each: what every test of kernels runs over.</summary>
internal static class ShippedRules
{
    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. Settings(new Sgd(), rule => rule with { LearningRate = 0.1, WeightDecay = 0.01 }),
        .. Settings(new HeavyBall(), rule => rule with { LearningRate = 0.1, Momentum = 0.8, WeightDecay = 0.01 }),
        .. Settings(new AveragedMomentum(), rule => rule with { LearningRate = 0.3, Beta = 0.8, WeightDecay = 0.01 }),
        .. Settings(new Velocity(), rule => rule with { LearningRate = 0.1, Momentum = 0.8, WeightDecay = 0.01 }),
        .. Settings(new Nesterov(), rule => rule with { LearningRate = 0.1, Momentum = 0.8, WeightDecay = 0.01 }),
        .. Settings(
            new AdaGrad(),
            rule => rule with { LearningRateDecay = 0.1, WeightDecay = 0.01 },
            rule => rule with { LearningRate = 0.1, InitialAccumulator = 0.1, Epsilon = 0 }),
        .. Settings(
            new Adadelta(),
            rule => rule with { LearningRate = 0.1, Rho = 0.95, Epsilon = 1e-5, WeightDecay = 0.01 }),
        .. Settings(
            new RmsProp(),
            rule => rule with { LearningRate = 0.1, Alpha = 0.9, Epsilon = 1e-6, WeightDecay = 0.01 }),
        .. Settings(
            new Adam(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.99, WeightDecay = 0.01 },
            rule => rule with { Beta1 = 0, Epsilon = 1e-3 }),
        .. Settings(
            new AdamW(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.95, Beta2 = 0.98, WeightDecay = 0.3 },
            rule => rule with { Beta1 = 0, WeightDecay = 0 }),
    ];

    public static TheoryData<string> Names => [.. All.Select(rule => rule.Name)];

    public static RuleCase Find(string name) => All.Single(rule => rule.Name == name);

    private static IEnumerable<RuleCase> Settings<TRule>(TRule rule, params Func<TRule, TRule>[] settings)
        where TRule : class, IUpdateRule<TRule> =>
        [new CompiledRuleCase<TRule>(rule), .. settings.Select(setting => new CompiledRuleCase<TRule>(setting(rule)))];
}
