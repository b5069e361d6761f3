using FusedOptim.CompilerServices;

namespace FusedOptim.Benchmarks;

/// <summary>A shipped rule with its defaults.</summary>
/// <param name="Schema">The rule as data.</param>
/// <param name="Variant">The index of the variant that the defaults choose.</param>
/// <param name="CreateOptimizer">Makes an optimizer of a set.</param>
internal sealed record ShippedRule(
    RuleSchema Schema, int Variant, Func<ParameterSet, OptimizerOptions, Optimizer> CreateOptimizer)
{
    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<ShippedRule> All { get; } =
    [
        Of(new AdEMAMix()), Of(new AdaBelief()), Of(new AdaBound()), Of(new AdaFactorUnfactored()), Of(new AdaGrad()),
        Of(new AdaMax()), Of(new Adadelta()), Of(new Adam()), Of(new AdamW()), Of(new Adan()), Of(new Adopt()),
        Of(new AggMo()), Of(new AmsGrad()), Of(new Asgd()), Of(new AveragedMomentum()), Of(new CautiousAdamW()),
        Of(new CautiousLion()), Of(new DAdaptation()), Of(new Ftrl()), Of(new Grams()), Of(new HeavyBall()),
        Of(new LaProp()), Of(new Lamb()), Of(new Lars()), Of(new Lion()), Of(new Mars()), Of(new MomentumSgd()),
        Of(new NAdam()), Of(new Nesterov()), Of(new NovoGrad()), Of(new PAdam()), Of(new Prodigy()),
        Of(new ProximalAdaGrad()), Of(new QHAdam()), Of(new RAdam()), Of(new RmsProp()), Of(new RmsPropMomentum()),
        Of(new Rprop()), Of(new ScheduleFreeAdamW()), Of(new ScheduleFreeSgd()), Of(new Sgd()), Of(new Signum()),
        Of(new SophiaG()), Of(new StableAdamW()), Of(new Tiger()), Of(new Velocity()), Of(new Yogi()),
    ];

    /// <summary>The names of the rules that the library has and <see cref="All"/> has not.</summary>
    public static IEnumerable<string> Missing => typeof(AdamW).Assembly.GetExportedTypes()
        .Where(type => type.IsDefined(typeof(UpdateRuleAttribute), inherit: false))
        .Select(type => type.Name)
        .Except(All.Select(rule => rule.Name));

    /// <summary>The name of its record.</summary>
    public string Name => Schema.Name;

    /// <summary>The passes of a step: how many streams each reads, and how many it writes.</summary>
    public IEnumerable<(int Reads, int Writes)> Passes
    {
        get
        {
            // The schema tells of all variants together.
            int[] unused = [.. Enumerable.Range(0, Schema.States.Count).Except(Schema.Variants[Variant].States)];
            return Schema.Phases.Where(phase => phase.Kind != PhaseKind.Evaluate).Select(phase => (
                phase.Reads - unused.Count(phase.ReadsState), phase.Writes - unused.Count(phase.WritesState)));
        }
    }

    private static ShippedRule Of<TRule>(TRule rule)
        where TRule : class, IUpdateRule =>
        new(rule.Schema, rule.Variant, (parameters, options) => Optimizer.Create(parameters, rule, options));
}
