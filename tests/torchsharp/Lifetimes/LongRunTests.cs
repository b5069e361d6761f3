using System.Diagnostics;
using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Lifetimes;

/// <summary>Long runs: memory and the number of tensors stay as they are.</summary>
public sealed class LongRunTests(ITestOutputHelper output)
{
    // FUSEDOPTIM_LONG_RUN=1000000 is the long version.
    private static readonly int StepCount =
        int.TryParse(Environment.GetEnvironmentVariable("FUSEDOPTIM_LONG_RUN"), out var count) ? count : 20_000;

    [Fact]
    public void MemoryStaysFlat()
    {
        // The compiler and the heap still grow by that in the first 200,000 steps, with any optimizer.
        const long allowed = 40 << 20;
        using var model = nn.Linear(4, 2);
        using var optimizer = FusedOptimizer.Create(model.named_parameters(), new AdamW(1e-3));
        using var input = rand(3, 4);
        Run(10_000);
        var (memory, tensors) = (ResidentBytes(), Tensor.TotalCount);
        Run(StepCount);
        Assert.InRange(Tensor.TotalCount - tensors, long.MinValue, 0);
        var growth = ResidentBytes() - memory;
        output.WriteLine($"{StepCount} steps: {growth >> 10} KiB more, {Tensor.TotalCount - tensors} tensors more");
        Assert.InRange(growth, long.MinValue, allowed);

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

    // A reference that is kept would keep four megabytes.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void GradientsAreReleasedAfterStepsAndAfterRefusals(bool isRefused)
    {
        const long allowed = 64 << 20;
        using var parameter = new TorchSharp.Modules.Parameter(zeros(1024, 1024));
        using var optimizer = FusedOptimizer.Create([("weight", parameter)], new Sgd());
        Run(20);
        var memory = ResidentBytes();
        Run(200);
        var growth = ResidentBytes() - memory;
        output.WriteLine($"{growth >> 10} KiB more");
        Assert.InRange(growth, long.MinValue, allowed);

        void Run(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                parameter.grad = isRefused ? ones(1024, 1024).t() : ones(1024, 1024);
                if (isRefused)
                    Assert.Throws<InvalidOperationException>(() => optimizer.step());
                else
                    optimizer.step();
                optimizer.zero_grad();
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
