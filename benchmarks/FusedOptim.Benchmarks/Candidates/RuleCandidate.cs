namespace FusedOptim.Benchmarks;

/// <summary>A shipped rule with its defaults, stepping one parameter on one thread.</summary>
internal sealed class RuleCandidate : ICandidate, IDisposable
{
    private static readonly Dictionary<string, Func<ParameterSet, OptimizerOptions, Optimizer>> Factories = new()
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

    private readonly ParameterSet _parameters = new();
    private readonly WorkerTeam _team = new(1);
    private readonly Optimizer _optimizer;

    /// <summary>The rule of a name, on parameters that are zero.</summary>
    /// <param name="rule">One of <see cref="Rules"/>.</param>
    /// <param name="count">The number of elements.</param>
    public RuleCandidate(string rule, int count)
    {
        Name = rule;
        var parameter = _parameters.Add("weight", ParameterKind.Weight, count);
        _optimizer = Factories[rule](_parameters, new OptimizerOptions { Team = _team });
        AdamWOperands.FillGradients(parameter.Gradients);
    }

    /// <summary>The names of the shipped rules.</summary>
    public static IEnumerable<string> Rules => Factories.Keys;

    public string Name { get; }

    public void Step() => _optimizer.Step();

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _team.Dispose();
    }
}
