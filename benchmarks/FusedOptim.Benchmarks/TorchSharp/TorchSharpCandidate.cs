namespace FusedOptim.Benchmarks;

/// <summary>A candidate of benchmarks/torchsharp, which is timed in its own process.</summary>
/// <param name="worker">The process.</param>
/// <param name="candidate">Its name there.</param>
/// <param name="name">Its name in the table.</param>
internal sealed class TorchSharpCandidate(TorchSharpWorker worker, string candidate, string name) : ICandidate
{
    public string Name => name;

    public void Step() => Time(1);

    public double Time(int repetitions) => worker.Time(candidate, repetitions);
}
