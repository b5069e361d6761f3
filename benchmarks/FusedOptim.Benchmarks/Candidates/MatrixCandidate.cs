using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>A rule, stepping one matrix of floats.</summary>
internal sealed class MatrixCandidate : ICandidate, IDisposable
{
    private readonly ParameterSet<float> _parameters = new();
    private readonly Optimizer _optimizer;

    /// <summary>A rule on values between −0.5 and 0.5.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="team">The threads.</param>
    public MatrixCandidate(IUpdateRule rule, int rows, int columns, WorkerTeam team)
    {
        Name = $"{rule.Schema.Name}, {rows} × {columns}";
        Parameter = _parameters.Add("weight", ParameterKind.Weight, rows, columns);
        AdamWOperands.FillParameters(Parameter.Values);
        AdamWOperands.FillGradients(Parameter.Gradients);
        _optimizer = Optimizer.Create(_parameters, rule, new OptimizerOptions { Team = team });
    }

    public string Name { get; }

    public Parameter<float> Parameter { get; }

    public void Step() => _optimizer.Step();

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
