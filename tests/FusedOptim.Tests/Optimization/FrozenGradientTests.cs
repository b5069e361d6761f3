using System.Runtime.InteropServices;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Optimization;

/// <summary>The gradients of a step are those of what it steps; nobody zeroes others, so nothing may count them.</summary>
[Trait("Kind", "Gradients")]
public partial class FrozenGradientTests
{
    private static readonly StepOptions Clipped = new() { MaximumNorm = 1, ZeroGradients = true };

    [Fact]
    public void TheNormOfAStepIsWithoutFrozenGradientsThatPileUp()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd(LearningRate: 0.1));
        for (var step = 1; step <= 30; step++)
        {
            foreach (var parameter in set)
                AddToGradients(parameter, 1);
            var report = optimizer.Step(Clipped);

            Assert.Equal(2, report.GradientNorm);
            Assert.Equal(1 / (2 + 1e-6), report.GradientScale);
        }
    }

    [Fact]
    public void TheNormOfASetIsWithoutFrozenGradients()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd());
        set["body"].Gradients.Fill(1000);
        set["head"].Gradients.Fill(1);

        Assert.Equal(2, set.ComputeGradientNorm());
        Assert.Equal(1 / (2 + 1e-6), set.ComputeClipScale(1));
    }

    [Fact]
    public void OneNaNInAFrozenGradientSkipsNoStep()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd());
        for (var step = 1; step <= 100; step++)
        {
            AddToGradients(set["head"], 1);
            AddToGradients(set["body"], step == 5 ? float.NaN : 1);
            optimizer.Step(Clipped with { SkipNonFinite = true });
        }

        Assert.Equal((100, 0), (optimizer.StepCount, optimizer.SkippedStepCount));
    }

    [Fact]
    public void ANaNInAFrozenGradientIsNoReasonToRefuseClipping()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd());
        set["body"].Gradients.Fill(float.NaN);
        set["head"].Gradients.Fill(1);

        Assert.Null(Record.Exception(() => optimizer.Step(Clipped)));
    }

    [Fact]
    public void AParameterThatIsUnfrozenStartsFromFreshGradients()
    {
        using var set = CreateSet();
        set["body"].Values.Fill(8);
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd(LearningRate: 0.1));
        for (var step = 1; step <= 30; step++)
        {
            foreach (var parameter in set)
                AddToGradients(parameter, 1);
            optimizer.Step(Clipped);
        }

        optimizer.AddGroup(new Sgd(LearningRate: 0.1), [set["body"]]);
        foreach (var parameter in set)
            AddToGradients(parameter, 1);
        optimizer.Step(new StepOptions { ZeroGradients = true });

        Assert.All(set["body"].Values.ToArray(), value => Assert.Equal(7.9f, value));
    }

    [Fact]
    public void EveryOptimizerOfASetZeroesItsGradientsAndCountsNoOthers()
    {
        using var set = CreateSet();
        using var body = Optimizer.Create(set, p => p.Name == "body" ? new Sgd(LearningRate: 0.1) : null);
        using var head = Optimizer.Create(set, p => p.Name == "head" ? new Sgd(LearningRate: 0.1) : null);
        for (var step = 1; step <= 10; step++)
        {
            AddToGradients(set["body"], 3);
            AddToGradients(set["head"], 1);

            Assert.Equal((12, 2), (body.Step(Clipped).GradientNorm, head.Step(Clipped).GradientNorm));
            Assert.Equal(0, set.ComputeGradientNorm());
        }
    }

    [Fact]
    public void ClippingLeavesFrozenGradientsAsTheyAre()
    {
        using var set = CreateSet();
        using var optimizer = Optimizer.Create(set, p => p.Name == "body" ? null : new Sgd());
        set["body"].Gradients.Fill(1000);
        set["head"].Gradients.Fill(1000);

        Assert.Equal(1, set.ClipByTensorNorm(1));
        Assert.Equal(1, set.ClipByUnitNorm(1e-3));
        set.ClipByValue(1e-7);

        Assert.All(set["body"].Gradients.ToArray(), gradient => Assert.Equal(1000, gradient));
        Assert.All(set["head"].Gradients.ToArray(), gradient => Assert.Equal(1e-7f, gradient));
    }

    [LinuxTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFrozenParameterNeedsNoMemoryForGradients(bool clips)
    {
        // Memory that the garbage collector has kept of another test is cleared for the next array, and all of it is resident then.
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var set = new ParameterSet<float>();
        var frozen = set.Add("frozen", ParameterKind.Weight, 64_000_000);
        var small = set.Add("small", ParameterKind.Bias, 100);
        using var optimizer = Optimizer.Create(set, p => p == small ? new Sgd() : null);
        small.Gradients.Fill(1);
        if (clips)
        {
            set.ClipByValue(0.5);
            set.ClipByTensorNorm(0.5);
            set.ClipByUnitNorm(0.5);
            optimizer.Step(Clipped);
        }

        set.ZeroGradients();

        // What lies beside the small one shares its page, and a huge page.
        Assert.InRange(ResidentPages(frozen.Gradients), 0, 2 << 9);
    }

    private static ParameterSet<float> CreateSet()
    {
        var set = new ParameterSet<float>();
        set.Add("body", ParameterKind.Weight, 4, 4);
        set.Add("head", ParameterKind.Bias, 4);
        return set;
    }

    private static void AddToGradients(Parameter<float> parameter, float value)
    {
        foreach (ref var gradient in parameter.Gradients)
            gradient += value;
    }

    private static unsafe int ResidentPages(Span<float> memory)
    {
        const long page = 4096;
        fixed (float* start = memory)
        {
            var first = (long)start / page * page;
            var pages = new byte[((long)start + memory.Length * sizeof(float) - first + page - 1) / page];
            Assert.Equal(0, MemoryInCore((nint)first, (nuint)(pages.Length * page), pages));
            return pages.Count(resident => (resident & 1) != 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "mincore")]
    private static partial int MemoryInCore(nint address, nuint length, byte[] pages);
}
