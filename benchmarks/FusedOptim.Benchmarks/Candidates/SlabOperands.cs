using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>Operands in the slabs of a <see cref="ParameterSet{T}"/>, and the optimizer that steps them on a team.</summary>
internal sealed class SlabOperands : AdamWOperands
{
    private readonly ParameterSet<float> _parameters = new();
    private readonly Parameter<float> _parameter;

    public SlabOperands(int count, WorkerTeam team)
        : base(count)
    {
        Team = team;
        _parameter = _parameters.Add("weight", ParameterKind.Weight, count);
        Optimizer = FusedOptim.Optimizer.Create(
            _parameters, AdamWConstants.Rule, new OptimizerOptions { Team = team });
        Reset();
    }

    public WorkerTeam Team { get; }

    public ParameterSet<float> Parameters => _parameters;

    public Optimizer Optimizer { get; }

    public override Span<float> Parameter => _parameter.Values;

    public override Span<float> Gradient => _parameter.Gradients;

    public override Span<float> M => Optimizer.GetState(_parameter, Optimizer.Groups[0].Rule.Schema.States[0].Key);

    public override Span<float> V => Optimizer.GetState(_parameter, Optimizer.Groups[0].Rule.Schema.States[1].Key);

    public override void Dispose()
    {
        Optimizer.Dispose();
        _parameters.Dispose();
        base.Dispose();
    }
}
