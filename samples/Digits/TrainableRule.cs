using FusedOptim.Training;

namespace FusedOptim.Samples.Digits;

/// <summary>An optimizer to choose on the command line, with a learning rate that suits the digits.</summary>
internal abstract class TrainableRule
{
    /// <summary>All of them, simplest first.</summary>
    public static IReadOnlyList<TrainableRule> All { get; } =
    [
        new TrainableRule<Sgd>(new Sgd(LearningRate: 0.1)),
        new TrainableRule<HeavyBall>(new HeavyBall(LearningRate: 0.01)),
        new TrainableRule<AveragedMomentum>(new AveragedMomentum(LearningRate: 0.1)),
        new TrainableRule<Velocity>(new Velocity(LearningRate: 0.01)),
        new TrainableRule<Nesterov>(new Nesterov(LearningRate: 0.01)),
        new TrainableRule<AdaGrad>(new AdaGrad(LearningRate: 0.05)),
        new TrainableRule<Adadelta>(new Adadelta(LearningRate: 1)),
        new TrainableRule<RmsProp>(new RmsProp(LearningRate: 0.001)),
        new TrainableRule<Adam>(new Adam(LearningRate: 0.002)),
        new TrainableRule<AdamW>(new AdamW(LearningRate: 0.002)),
        new TrainableRule<MomentumSgd>(new MomentumSgd(LearningRate: 0.01, Nesterov: true)),
        new TrainableRule<AggMo>(new AggMo(LearningRate: 0.01)),
        new TrainableRule<Asgd>(new Asgd(LearningRate: 0.1)),
        // Made for whole gradients: signs that change from batch to batch would shrink its steps away.
        new TrainableRule<Rprop>(new Rprop(InitialStepSize: 1e-3, MinimumStepSize: 3e-4, MaximumStepSize: 1e-2)),
        new TrainableRule<Signum>(new Signum(LearningRate: 0.001)),
        new TrainableRule<Tiger>(new Tiger(LearningRate: 0.001)),
        new TrainableRule<Lion>(new Lion(LearningRate: 0.001)),
        new TrainableRule<CautiousLion>(new CautiousLion(LearningRate: 0.001)),
        new TrainableRule<ProximalAdaGrad>(new ProximalAdaGrad(LearningRate: 0.05, L1: 1e-4)),
        new TrainableRule<Ftrl>(new Ftrl(LearningRate: 0.1, Beta: 0.1)),
        new TrainableRule<RmsPropMomentum>(new RmsPropMomentum(LearningRate: 0.0003, Centered: true)),
        new TrainableRule<AmsGrad>(new AmsGrad(LearningRate: 0.002)),
        new TrainableRule<AdaMax>(new AdaMax(LearningRate: 0.004)),
        new TrainableRule<NAdam>(new NAdam(LearningRate: 0.002)),
        new TrainableRule<RAdam>(new RAdam(LearningRate: 0.002)),
        new TrainableRule<AdaBelief>(new AdaBelief(LearningRate: 0.002)),
        new TrainableRule<AdaBound>(new AdaBound(LearningRate: 0.002)),
        new TrainableRule<PAdam>(new PAdam(LearningRate: 0.02)),
        new TrainableRule<Yogi>(new Yogi(LearningRate: 0.005)),
        new TrainableRule<QHAdam>(new QHAdam(LearningRate: 0.002)),
        new TrainableRule<LaProp>(new LaProp(LearningRate: 0.001)),
        new TrainableRule<Adopt>(new Adopt(LearningRate: 0.002)),
        new TrainableRule<AdEMAMix>(new AdEMAMix(LearningRate: 0.001)),
        new TrainableRule<Adan>(new Adan(LearningRate: 0.002)),
        new TrainableRule<Mars>(new Mars(LearningRate: 0.003)),
        new TrainableRule<Grams>(new Grams(LearningRate: 0.002)),
        new TrainableRule<CautiousAdamW>(new CautiousAdamW(LearningRate: 0.002)),
        // Without estimates of the Hessian every step is clipped: the momentum's sign.
        new TrainableRule<SophiaG>(new SophiaG(LearningRate: 0.001)),
        new TrainableRule<Lars>(new Lars(LearningRate: 0.1, TrustCoefficient: 0.02)),
        new TrainableRule<Lamb>(new Lamb(LearningRate: 0.005)),
        new TrainableRule<NovoGrad>(new NovoGrad(LearningRate: 0.02)),
        new TrainableRule<StableAdamW>(new StableAdamW(LearningRate: 0.002)),
        new TrainableRule<AdaFactorUnfactored>(new AdaFactorUnfactored(LearningRate: 0.02)),
        new TrainableRule<ScheduleFreeSgd>(new ScheduleFreeSgd(LearningRate: 0.5)),
        new TrainableRule<ScheduleFreeAdamW>(new ScheduleFreeAdamW(LearningRate: 0.005)),
        // These two find their step sizes themselves; on the digits the first overshoots, so the rate scales it down.
        new TrainableRule<DAdaptation>(new DAdaptation(LearningRate: 0.1)),
        new TrainableRule<Prodigy>(new Prodigy()),
    ];

    /// <summary>The name of the record.</summary>
    public abstract string Title { get; }

    /// <summary>The name on the command line.</summary>
    public string Name => Title.ToLowerInvariant();

    /// <summary>The learning rate, every rule's first hyperparameter; Rprop's is what its step sizes start from.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The rules of a name, or all.</summary>
    public static IReadOnlyList<TrainableRule> Find(string name) =>
        name == "all" ? All : [.. All.Where(rule => rule.Name == name)];

    /// <summary>Trains a network.</summary>
    public abstract TrainedNetwork Train(
        Sequential model, DigitsData data, TrainingPlan plan, long seed, IProgress<TrainingProgress> progress,
        CancellationToken cancellationToken);
}
