namespace FusedOptim.Benchmarks;

/// <summary>What a training loop calls: <see cref="Optimizer.Step"/>, on the threads of its team.</summary>
internal sealed class OptimizerCandidate(SlabOperands operands, string name = "FusedOptim, Optimizer.Step")
    : ICandidate
{
    public string Name => name;

    public void Step() => operands.Optimizer.Step();
}
