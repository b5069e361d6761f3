namespace FusedOptim.Benchmarks;

/// <summary>A step of a separate model: tensors of one length in memory of the set.</summary>
internal sealed class ModelCandidate : ICandidate, IDisposable
{
    private readonly ParameterSet<float> _parameters = new();
    private readonly Optimizer _optimizer;

    public ModelCandidate(string name, IUpdateRule rule, int tensorCount, int length, OptimizerOptions options)
        : this(name, _ => rule, tensorCount, length, options)
    {
    }

    public ModelCandidate(string name, Func<int, IUpdateRule> ruleOf, int tensorCount, int length, OptimizerOptions options)
    {
        Name = name;
        for (var i = 0; i < tensorCount; i++)
            _parameters.Add($"{i}", ParameterKind.Weight, length);
        foreach (var parameter in _parameters)
        {
            AdamWOperands.FillParameters(parameter.Values);
            AdamWOperands.FillGradients(parameter.Gradients);
        }

        var index = 0;
        _optimizer = Optimizer.Create(_parameters, _ => ruleOf(index++), options);
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
