namespace FusedOptim.Benchmarks;

/// <summary>The loop of native/adamw.c.</summary>
internal sealed unsafe class CCandidate : ICandidate
{
    private readonly AdamWOperands _operands;
    private readonly int _step;
    private readonly delegate* unmanaged<nint, float*, float*, float*, float*, AdamWConstants*, void> _function;

    private CCandidate(AdamWOperands operands, int step, string name, nint address)
    {
        _operands = operands;
        _step = step;
        _function = (delegate* unmanaged<nint, float*, float*, float*, float*, AdamWConstants*, void>)address;
        Name = name;
    }

    public string Name { get; }

    /// <summary>
    /// The loop, compiled as asked; where that cannot be had, <see langword="null"/> and a note that says why.
    /// </summary>
    public static CCandidate? TryCompile(
        AdamWOperands operands, int step, string name, string options, List<string> notes)
    {
        var address = CCompiler.TryCompile(options, out var reason);
        if (address != 0)
            return new CCandidate(operands, step, name, address);
        notes.Add($"left out '{name}': {reason}");
        return null;
    }

    public void Step()
    {
        var constants = new AdamWConstants(_step);
        fixed (float* parameter = _operands.Parameter, gradient = _operands.Gradient, m = _operands.M, v = _operands.V)
            _function(_operands.Count, parameter, gradient, m, v, &constants);
    }
}
