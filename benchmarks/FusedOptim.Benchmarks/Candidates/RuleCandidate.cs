using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>A shipped rule, stepping one parameter.</summary>
internal sealed class RuleCandidate : ICandidate, IDisposable
{
    private readonly ShippedRule _rule;
    private readonly ParameterSet<float> _parameters = new();
    private readonly Parameter<float> _parameter;
    private readonly Optimizer _optimizer;

    /// <summary>A rule on values between −0.5 and 0.5.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="team">The threads.</param>
    public RuleCandidate(ShippedRule rule, int count, WorkerTeam team)
    {
        _rule = rule;
        _parameter = _parameters.Add("weight", ParameterKind.Weight, count);
        // States may start from the parameter.
        AdamWOperands.FillParameters(_parameter.Values);
        _optimizer = rule.CreateOptimizer(_parameters, new OptimizerOptions { Team = team });
        AdamWOperands.FillGradients(_parameter.Gradients);
    }

    public string Name => _rule.Name;

    /// <summary>What a loop reads and writes that has the traffic of a pass of the rule.</summary>
    /// <returns>The streams, those that it writes first, the gradients last.</returns>
    public AlignedStreams Streams
    {
        get
        {
            var states = _rule.Schema.Variants[_rule.Variant].States
                .Select(state => AlignedStreams.AddressOf(_optimizer.GetState(_parameter, _rule.Schema.States[state].Key)));
            return new AlignedStreams(
                [.. states, AlignedStreams.AddressOf(_parameter.Values), AlignedStreams.AddressOf(_parameter.Gradients)],
                _parameter.Values.Length);
        }
    }

    public void Step() => _optimizer.Step();

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
