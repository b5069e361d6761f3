using BenchmarkDotNet.Attributes;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>One AdamW step on one thread, from a small layer to far beyond the caches.</summary>
[BenchmarkCategory("AdamW")]
public class AdamWSuite
{
    private const int Step = 10;
    private WorkerTeam _team = null!;
    private NativeOperands _operands = null!;
    private ICandidate _kernel = null!;
    private ICandidate _tensorPrimitives = null!;
    private ICandidate _scalar = null!;
    private ICandidate _sameTraffic = null!;

    /// <summary>The number of elements.</summary>
    [Params(1_000, 32_768, 262_144, 1 << 24)]
    public int Count { get; set; }

    /// <summary>Makes the operands and checks the candidates.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _team = new WorkerTeam(1);
        _operands = new NativeOperands(Count);
        _kernel = new KernelCandidate(_operands, Step);
        _tensorPrimitives = new TensorPrimitivesCandidate(_operands, Step);
        _scalar = new ScalarCandidate(_operands, Step);
        _sameTraffic = new SameTrafficCandidate(_operands, _team);
        foreach (var candidate in (ICandidate[])[_kernel, _tensorPrimitives, _scalar])
            AdamWReference.Check(candidate, _operands, Step, Step, Step);
    }

    /// <summary>Releases the operands.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _operands.Dispose();
        _team.Dispose();
    }

    /// <summary>The generated kernel.</summary>
    [Benchmark(Baseline = true)]
    public void Kernel() => _kernel.Step();

    /// <summary>One call of TensorPrimitives for each operation.</summary>
    [Benchmark]
    public void TensorPrimitivesOpByOp() => _tensorPrimitives.Step();

    /// <summary>Plain C#.</summary>
    [Benchmark]
    public void Scalar() => _scalar.Step();

    /// <summary>The same traffic without arithmetic.</summary>
    [Benchmark]
    public void SameTraffic() => _sameTraffic.Step();
}
