namespace FusedOptim.Benchmarks;

/// <summary>A step of an optimizer over tensors of the caller, whose addresses and gradients can change before each.</summary>
internal sealed class ExternalCandidate : ICandidate, IDisposable
{
    private readonly ParameterSet<float> _parameters = new();
    private readonly CallersTensors _tensors;
    private readonly Action<CallersTensors>? _change;
    private readonly Optimizer _optimizer;

    public ExternalCandidate(string name, int[] counts, OptimizerOptions options, Action<CallersTensors>? change = null)
    {
        (Name, _tensors, _change) = (name, new CallersTensors(counts), change);
        for (var i = 0; i < counts.Length; i++)
            _parameters.AddExternal($"{i}", ParameterKind.Weight, new Tensor(_tensors, i), counts[i]);
        _optimizer = Optimizer.Create(_parameters, AdamWConstants.Rule, options);
    }

    public string Name { get; }

    public void Step()
    {
        _change?.Invoke(_tensors);
        _optimizer.Step();
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _tensors.Dispose();
    }

    private sealed class Tensor(CallersTensors tensors, int index) : IExternalMemory
    {
        public nint GetValues() => tensors.ValuesOf(index);

        public nint GetGradients() => tensors.GradientsOf(index);
    }
}
