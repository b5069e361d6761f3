using System.Diagnostics;
using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Lifetimes;

/// <summary>Long runs: memory and the number of tensors stay as they are.</summary>
public sealed class LongRunTests
{
    // FUSEDOPTIM_LONG_RUN=1000000 is the long version.
    private static readonly int StepCount =
        int.TryParse(Environment.GetEnvironmentVariable("FUSEDOPTIM_LONG_RUN"), out var count) ? count : 20_000;

    [Fact]
    public void MemoryStaysFlat()
    {
        const long allowed = 24 << 20;
        using var model = nn.Linear(4, 2);
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), new AdamW(1e-3));
        using var input = rand(3, 4);
        Run(2_000);
        var (memory, tensors) = (ResidentBytes(), Tensor.TotalCount);
        Run(StepCount);
        Assert.InRange(Tensor.TotalCount - tensors, long.MinValue, 0);
        Assert.InRange(ResidentBytes() - memory, long.MinValue, allowed);

        void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                model.call(input).square().mean().backward();
                optimizer.step();
            }
        }
    }

    [Fact]
    public void AStepAllocatesNoManagedMemory()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW(1e-3));
        model.Backward(0);
        for (var i = 0; i < 200; i++)
            optimizer.Step(new() { MaximumNorm = 1 });
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            optimizer.Step(new() { MaximumNorm = 1 });
            optimizer.step();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void TheNativeLibraryIsLoadedOnce()
    {
        using var model = new Model(ScalarType.Float32);
        using var optimizer = FusedOptimizer.Create(model.Parameters, new AdamW());
        optimizer.step();
        using var process = Process.GetCurrentProcess();
        Assert.Single(process.Modules.Cast<ProcessModule>()
            .Where(module => module.ModuleName.Contains("LibTorchSharp", StringComparison.Ordinal)).Select(module => module.FileName).Distinct());
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
