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
            rule => rule with { LearningRate = 0.1, InitialAccumulator = 0.1, Epsilon = 1e-22 }),
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
        .. Settings(
            new MomentumSgd(),
            rule => rule with { LearningRate = 0.1, Momentum = 0.8, Dampening = 0.3, WeightDecay = 0.01 },
            rule => rule with { Nesterov = true }),
        .. Settings(
            new AmsGrad(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.99, WeightDecay = 0.01 }),
        .. Settings(
            new AdaMax(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.99, WeightDecay = 0.01 }),
        .. Settings(
            new NAdam(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, MomentumDecay = 0.1, WeightDecay = 0.01 }),
        .. Settings(
            new RAdam(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.5, WeightDecay = 0.01 }),
        .. Settings(
            new Rprop(),
            rule => rule with
            {
                InitialStepSize = 0.1,
                EtaMinus = 0.4,
                EtaPlus = 1.3,
                MinimumStepSize = 0.01,
                MaximumStepSize = 1,
            }),
        .. Settings(
            new Asgd(), rule => rule with { LearningRate = 0.1, Lambda = 0.1, AveragingStart = 2, WeightDecay = 0.01 }),
        .. Settings(
            new RmsPropMomentum(),
            rule => rule with { Centered = true },
            rule => rule with { Alpha = 0.9, Momentum = 0.5, Centered = true, WeightDecay = 0.01 }),
        .. Settings(
            new AdaBelief(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Epsilon = 1e-6, WeightDecay = 0.01 }),
        .. Settings(new Yogi(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Beta2 = 0.9, WeightDecay = 0.01 }),
        .. Settings(new AdaBound(), rule => rule with { FinalLearningRate = 0.01, Gamma = 0.1, WeightDecay = 0.01 }),
        .. Settings(
            new PAdam(), rule => rule with { Beta1 = 0.8, Beta2 = 0.9, Partial = 0.125, Epsilon = 1e-3, WeightDecay = 0.01 }),
        .. Settings(new Lion(), rule => rule with { LearningRate = 0.1, Beta1 = 0.5, WeightDecay = 0.3 }),
        .. Settings(new Tiger(), rule => rule with { LearningRate = 0.1, Beta = 0.5, WeightDecay = 0.3 }),
        .. Settings(new Signum(), rule => rule with { LearningRate = 0.1, Beta = 0, WeightDecay = 0.3 }),
        .. Settings(new QHAdam(), rule => rule with { LearningRate = 0.1, Nu1 = 0.5, Nu2 = 0.9, WeightDecay = 0.01 }),
        .. Settings(
            new LaProp(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Epsilon = 1e-6, WeightDecay = 0.01 }),
        .. Settings(
            new AdEMAMix(),
            rule => rule with { LearningRate = 0.1, Beta3 = 0.99, Alpha = 2, Warmup = 100, WeightDecay = 0.01 }),
        .. Settings(
            new Adopt(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, Epsilon = 0.1, WeightDecay = 0.01 }),
        .. Settings(new Mars(), rule => rule with { LearningRate = 0.1, Gamma = 0.5, WeightDecay = 0.01 }),
        .. Settings(new Adan(), rule => rule with { LearningRate = 0.1, Beta2 = 0.5, WeightDecay = 0.01 }),
        .. Settings(new SophiaG(), rule => rule with { LearningRate = 0.1, Gamma = 1, Interval = 1, WeightDecay = 0 }),
        .. Settings(new AggMo(), rule => rule with { LearningRate = 0.1, Beta1 = 0.5, WeightDecay = 0.01 }),
        .. Settings(new Grams(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WeightDecay = 0.01 }),
        .. Settings(new CautiousAdamW(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WeightDecay = 0.3 }),
        .. Settings(new CautiousLion(), rule => rule with { LearningRate = 0.1, Beta1 = 0.5, WeightDecay = 0.3 }),
        .. Settings(new Ftrl(), rule => rule with { LearningRate = 0.5, L1 = 0.1, L2 = 0.3, InitialAccumulator = 0.1 }),
        .. Settings(new ProximalAdaGrad(), rule => rule with { LearningRate = 0.1, L1 = 0.1, L2 = 0.3 }),
        .. Settings(new Lamb(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WeightDecay = 0.3 }),
        .. Settings(
            new Lars(),
            rule => rule with { LearningRate = 0.1, Momentum = 0.8, TrustCoefficient = 0.1, WeightDecay = 0.3 }),
        .. Settings(new NovoGrad(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WeightDecay = 0.3 }),
        .. Settings(new StableAdamW(), rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WeightDecay = 0.3 }),
        .. Settings(
            new AdaFactorUnfactored(),
            rule => rule with { LearningRate = 0.1, Decay = 0.5, ClippingThreshold = 0.5, WeightDecay = 0.3 }),
        .. Settings(
            new ScheduleFreeSgd(),
            rule => rule with { LearningRate = 0.1, Beta = 0.8, WarmupSteps = 10, WeightDecay = 0.3 }),
        .. Settings(
            new ScheduleFreeAdamW(),
            rule => rule with { LearningRate = 0.1, Beta1 = 0.8, WarmupSteps = 10, WeightDecay = 0.3 }),
        .. Settings(new DAdaptation(), rule => rule with { Beta1 = 0.8, WeightDecay = 0.3, InitialDistance = 1e-3 }),
        .. Settings(
            new Prodigy(),
            rule => rule with { Beta1 = 0.8, WeightDecay = 0.3, InitialDistance = 1e-3, Coefficient = 2 }),
    ];

    public static TheoryData<string> Names => [.. All.Select(rule => rule.Name)];

    public static TheoryData<string> NamesOfOnePhase =>
        [.. All.Where(rule => rule.Schema.Phases.Count == 1).Select(rule => rule.Name)];

    public static RuleCase Find(string name) => All.Single(rule => rule.Name == name);

    private static IEnumerable<RuleCase> Settings<TRule>(TRule rule, params Func<TRule, TRule>[] settings)
        where TRule : class, IUpdateRule =>
        [new CompiledRuleCase<TRule>(rule), .. settings.Select(setting => new CompiledRuleCase<TRule>(setting(rule)))];
}
