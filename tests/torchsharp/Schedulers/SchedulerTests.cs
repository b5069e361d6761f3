using FusedOptim.Rules;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace FusedOptim.TorchTests.Schedulers;

/// <summary>Every scheduler of TorchSharp gives a <see cref="FusedOptimizer"/> the rates, momenta and betas that it gives TorchSharp's own
/// optimizers.</summary>
public sealed class SchedulerTests : IDisposable
{
    private const int StepCount = 40;

    private static readonly Dictionary<string, Func<optim.Optimizer, LRScheduler>> Schedulers = new()
    {
        ["LambdaLR"] = optimizer => LambdaLR(optimizer, epoch => Math.Pow(0.95, epoch)),
        ["MultiplicativeLR"] = optimizer => MultiplicativeLR(optimizer, epoch => 1 - 0.01 * epoch),
        ["StepLR"] = optimizer => StepLR(optimizer, 7, 0.5),
        ["MultiStepLR"] = optimizer => MultiStepLR(optimizer, [3, 11, 30], 0.3),
        ["PolynomialLR"] = optimizer => PolynomialLR(optimizer, 20, 2),
        ["ExponentialLR"] = optimizer => ExponentialLR(optimizer, 0.9),
        ["ConstantLR"] = optimizer => ConstantLR(optimizer, 0.25, 9),
        ["LinearLR"] = optimizer => LinearLR(optimizer, 0.1, 1, 15),
        ["SequentialLR"] = optimizer => SequentialLR(optimizer, [ConstantLR(optimizer, 0.1, 5), ExponentialLR(optimizer, 0.9)], [6]),
        ["ChainedLR"] = optimizer => ChainedLR([ConstantLR(optimizer, 0.1, 5), ExponentialLR(optimizer, 0.9)]),
        ["CosineAnnealingLR"] = optimizer => CosineAnnealingLR(optimizer, 12, 1e-4),
        ["OneCycleLR"] = optimizer => OneCycleLR(optimizer, 0.3, total_steps: StepCount + 2),
        ["OneCycleLR, three phases"] = optimizer => OneCycleLR(optimizer, 0.3, total_steps: StepCount + 2, three_phase: true),
        ["OneCycleLR without momentum"] = optimizer => OneCycleLR(optimizer, 0.3, total_steps: StepCount + 2, cycle_momentum: false),
        ["CyclicLR without momentum"] = optimizer => CyclicLR(optimizer, 0.01, 0.2, step_size_up: 6, cycle_momentum: false),
        ["ReduceLROnPlateau"] = optimizer => ReduceLROnPlateau(optimizer, patience: 2),
    };

    private readonly TorchParameter _first = new(zeros(3));
    private readonly TorchParameter _second = new(zeros(4));

    public static TheoryData<string> Names => [.. Schedulers.Keys];

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASchedulerGivesTheRatesOfSgd(string name) => Compare(
        Schedulers[name], TheirSgd(),
        FusedOptimizer.Create(
            [("first", _first), ("second", _second)], (parameter, _) => new MomentumSgd(parameter == "first" ? 0.1 : 0.05, 0.9)));

    [Theory]
    [MemberData(nameof(Names))]
    public void ASchedulerGivesTheRatesOfAdamW(string name) => Compare(
        Schedulers[name],
        optim.AdamW(
            [new TorchSharp.Modules.AdamW.ParamGroup([_first], 0.1), new TorchSharp.Modules.AdamW.ParamGroup([_second], 0.05)], 0.1),
        FusedOptimizer.Create(
            [("first", _first), ("second", _second)], (parameter, _) => new AdamW(parameter == "first" ? 0.1 : 0.05)));

    [Fact]
    public void CyclicLRCyclesTheMomentum() => Compare(
        optimizer => CyclicLR(optimizer, 0.01, 0.2, step_size_up: 6, base_momentum: 0.7, max_momentum: 0.8), TheirSgd(),
        FusedOptimizer.Create([("first", _first), ("second", _second)], (parameter, _) => new MomentumSgd(parameter == "first" ? 0.1 : 0.05)));

    // TorchSharp adds the height of the cycle to the greater momentum, where PyTorch subtracts it.
    [Fact]
    public void TheUsualMomentumOfCyclicLRReaches1AndIsRefused()
    {
        using var optimizer = FusedOptimizer.Create([("first", _first)], new MomentumSgd());
        var scheduler = CyclicLR(optimizer, 0.01, 0.2, step_size_up: 6);
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => Repeat(7, scheduler.step));
        Assert.Contains("MomentumSgd.Momentum is", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRuleTakesTheStepsOfTheScheduledRate()
    {
        using var optimizer = FusedOptimizer.Create([("first", _first)], new Sgd(0.5));
        var scheduler = StepLR(optimizer, 1, 0.5);
        _first.grad = ones(3);
        optimizer.step();
        scheduler.step();
        optimizer.step();
        Assert.Equal([-0.75f, -0.75f, -0.75f], _first.data<float>().ToArray());
    }

    [Fact]
    public void TheRateOfParamGroupIsTheRateOfTheRule()
    {
        using var optimizer = FusedOptimizer.Create([("first", _first)], new Sgd(0.5));
        var group = (TorchSharp.Modules.ParamGroup)optimizer.ParamGroups.Single();
        Assert.Equal(0.5, group.LearningRate);
        group.LearningRate = 0.25;
        _first.grad = ones(3);
        optimizer.step();
        Assert.Equal([-0.25f, -0.25f, -0.25f], _first.data<float>().ToArray());
        ((optim.ILearningRateController)group).LearningRate = 0.125;
        Assert.Equal(0.125, group.LearningRate);
        Assert.Equal(0.5, group.InitialLearningRate);
    }

    [Fact]
    public void ARuleWithoutARateIsRefusedByAScheduler()
    {
        using var optimizer = FusedOptimizer.Create([("first", _first)], new Rprop());
        var refusal = Assert.Throws<InvalidOperationException>(() => StepLR(optimizer, 1));
        Assert.StartsWith("Rprop does not have a LearningRate, so that a scheduler of TorchSharp cannot set it.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SchedulesOfFusedOptimDriveTheGroupsToo()
    {
        using var optimizer = FusedOptimizer.Create([("first", _first)], new Sgd(0.5));
        optimizer.Groups[0].CoreGroups[0].Schedule("LearningRate", new FusedOptim.Schedules.ExponentialDecay(0.5, 0.5));
        _first.grad = ones(3);
        optimizer.step();
        optimizer.step();
        Assert.Equal(optimizer.Groups[0].LearningRate, ((TorchSharp.Modules.ParamGroup)optimizer.Groups[0]).LearningRate);
        Assert.True(optimizer.Groups[0].LearningRate < 0.5);
    }

    private optim.Optimizer TheirSgd() => optim.SGD(
        [new TorchSharp.Modules.SGD.ParamGroup([_first], 0.1, momentum: 0.9), new TorchSharp.Modules.SGD.ParamGroup([_second], 0.05, momentum: 0.9)],
        0.1);

    private static void Compare(Func<optim.Optimizer, LRScheduler> create, optim.Optimizer theirs, FusedOptimizer ours)
    {
        using (theirs)
        using (ours)
        {
            var (expected, actual) = (create(theirs), create(ours));
            for (var step = 0; step < StepCount; step++)
            {
                Assert.Equal(State(theirs), State(ours));
                var metric = step < 10 ? 1.0 / (1 + step) : 1;
                Advance(expected, metric);
                Advance(actual, metric);
            }
        }
    }

    private static void Advance(LRScheduler scheduler, double metric)
    {
        if (scheduler is impl.ReduceLROnPlateau)
            scheduler.step(metric);
        else
            scheduler.step();
    }

    private static double[] State(optim.Optimizer optimizer) =>
    [
        .. optimizer.ParamGroups.SelectMany(group => (double[])
        [
            group.LearningRate, group.InitialLearningRate, group is optim.IMomentum momentum ? momentum.Momentum : 0,
            group is optim.IBetas betas ? betas.Betas.Item1 + 10 * betas.Betas.Item2 : 0,
        ]),
    ];

    private static void Repeat(int count, Action action)
    {
        for (var i = 0; i < count; i++)
            action();
    }
}
