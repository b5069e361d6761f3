namespace FusedOptim.Benchmarks;

/// <summary>What a training loop calls: <see cref="Optimizer.Step"/>, on the threads of its team.</summary>
internal sealed class OptimizerCandidate(SlabOperands operands) : ICandidate
{
    public string Name => "FusedOptim, Optimizer.Step";

    public void Step() => operands.Optimizer.Step();
}
