using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>The pipeline around AdamW as one step of an optimizer: a pass for the norm, and one for all else.</summary>
internal sealed class SweepCandidate : ICandidate, IDisposable
{
    private static readonly StepOptions Options = new()
    {
        GradientScale = SevenPasses.GradientScale,
        MaximumNorm = SevenPasses.MaximumNorm,
        SkipNonFinite = true,
        ZeroGradients = true,
    };

    private readonly ParameterSet<float> _parameters = new();
    private readonly Parameter<float> _parameter;
    private readonly Optimizer _optimizer;

    public SweepCandidate(int count, WorkerTeam team)
    {
        _parameter = _parameters.Add("weight", ParameterKind.Weight, count);
        // The average starts from the parameter.
        AdamWOperands.FillParameters(_parameter.Values);
        _optimizer = Optimizer.Create(_parameters, new AveragedAdamW(), new OptimizerOptions { Team = team });
    }

    public string Name => "FusedOptim, Optimizer.Step";

    public Span<float> Gradients => _parameter.Gradients;

    public ReadOnlySpan<float> Average => _optimizer.GetState(_parameter, "average");

    public void Step()
    {
        if (_optimizer.Step(Options).IsSkipped)
            throw new InvalidOperationException("A step was skipped.");
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
    }
}
