namespace FusedOptim.Benchmarks;

/// <summary>A step of a model of its own: tensors of one length.</summary>
internal sealed class ModelCandidate<TRule> : ICandidate, IDisposable
    where TRule : class, IUpdateRule
{
    private readonly ParameterSet<float> _parameters = new();
    private readonly Optimizer _optimizer;

    public ModelCandidate(string name, TRule rule, int tensorCount, int length, OptimizerOptions options)
    {
        Name = name;
        for (var i = 0; i < tensorCount; i++)
            _parameters.Add($"{i}", ParameterKind.Weight, length);
        foreach (var parameter in _parameters)
        {
            AdamWOperands.FillParameters(parameter.Values);
            AdamWOperands.FillGradients(parameter.Gradients);
        }

        _optimizer = Optimizer.Create(_parameters, rule, options);
    }

    public string Name { get; }

    /// <summary>The bytes of all states.</summary>
    public long StateByteCount => _optimizer.StateByteCount;

    public void Step() => _optimizer.Step();

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
