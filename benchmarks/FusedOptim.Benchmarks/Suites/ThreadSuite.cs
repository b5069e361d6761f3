using BenchmarkDotNet.Attributes;
using FusedOptim.Execution;

namespace FusedOptim.Benchmarks;

/// <summary>One AdamW step of an optimizer by sizes and numbers of threads, and what it allocates.</summary>
[BenchmarkCategory("Threads")]
[MemoryDiagnoser]
public class ThreadSuite
{
    private WorkerTeam _team = null!;
    private SlabOperands _operands = null!;

    /// <summary>One, two, four … and as many as there are processors.</summary>
    public static IEnumerable<int> ThreadCounts
    {
        get
        {
            for (var threads = 1; threads < Environment.ProcessorCount; threads *= 2)
                yield return threads;
            yield return Environment.ProcessorCount;
        }
    }

    /// <summary>The number of elements.</summary>
    [Params(32_768, 1 << 20, 1 << 24)]
    public int Count { get; set; }

    /// <summary>The number of threads.</summary>
    [ParamsSource(nameof(ThreadCounts))]
    public int Threads { get; set; }

    /// <summary>Makes the optimizer.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _team = new WorkerTeam(Threads);
        _operands = new SlabOperands(Count, _team);
    }

    /// <summary>Releases the memory.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _operands.Dispose();
        _team.Dispose();
    }

    /// <summary>One step.</summary>
    [Benchmark]
    public void Step() => _operands.Optimizer.Step();
}
