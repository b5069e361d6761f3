using BenchmarkDotNet.Attributes;

namespace FusedOptim.Benchmarks;

/// <summary>One step of every shipped rule on 32,768 elements, on one thread.</summary>
[BenchmarkCategory("Rules")]
public class RuleSuite
{
    private readonly ParameterSet _parameters = new();
    private readonly WorkerTeam _team = new(1);
    private Optimizer _optimizer = null!;

    /// <summary>The rules by the names of their records.</summary>
    public static IEnumerable<string> Rules => Factories.Keys;

    /// <summary>The rule that is stepped.</summary>
    [ParamsSource(nameof(Rules))]
    public string Rule { get; set; } = "";

    private static Dictionary<string, Func<ParameterSet, OptimizerOptions, Optimizer>> Factories { get; } = new()
    {
        [nameof(Sgd)] = (parameters, options) => Optimizer.Create(parameters, new Sgd(), options),
        [nameof(HeavyBall)] = (parameters, options) => Optimizer.Create(parameters, new HeavyBall(), options),
        [nameof(AveragedMomentum)] = (parameters, options) => Optimizer.Create(parameters, new AveragedMomentum(), options),
        [nameof(Velocity)] = (parameters, options) => Optimizer.Create(parameters, new Velocity(), options),
        [nameof(Nesterov)] = (parameters, options) => Optimizer.Create(parameters, new Nesterov(), options),
        [nameof(AdaGrad)] = (parameters, options) => Optimizer.Create(parameters, new AdaGrad(), options),
        [nameof(Adadelta)] = (parameters, options) => Optimizer.Create(parameters, new Adadelta(), options),
        [nameof(RmsProp)] = (parameters, options) => Optimizer.Create(parameters, new RmsProp(), options),
        [nameof(Adam)] = (parameters, options) => Optimizer.Create(parameters, new Adam(), options),
        [nameof(AdamW)] = (parameters, options) => Optimizer.Create(parameters, new AdamW(), options),
    };

    /// <summary>Makes the optimizer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var parameter = _parameters.Add("weight", ParameterKind.Weight, 32_768);
        _optimizer = Factories[Rule](_parameters, new OptimizerOptions { Team = _team });
        AdamWOperands.FillGradients(parameter.Gradients);
    }

    /// <summary>Releases the memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _team.Dispose();
    }

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step() => _optimizer.Step();
}
