using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Optimization.External;

public class ExternalMemoryTests
{
    private static readonly int[] Counts = [1, 5, 64, 700, 1100, 33, 2048, 4097];

    public static TheoryData<string> AllRules => [.. ShippedRules.All.DistinctBy(rule => rule.RuleType).Select(rule => rule.Name)];

    [Theory]
    [MemberData(nameof(AllRules))]
    public void TheBitsAreThoseOfMemoryOfTheSet(string name)
    {
        var rule = ShippedRules.All.First(each => each.Name == name).Rule;
        Check<float>(rule, new OptimizerOptions(), byteOffset: 4);
        Check<double>(rule, new OptimizerOptions(), byteOffset: 8);
        Check<float>(rule, new OptimizerOptions { StateFormat = new BFloat16Format(StorageRounding.Stochastic) }, byteOffset: 16);
        Check<float>(rule, new OptimizerOptions { StateFormat = new BlockFloat8Format(StorageRounding.Stochastic) }, byteOffset: 0);
        Check<float>(rule, new OptimizerOptions { StateFormat = new HalfFormat(StorageRounding.Stochastic) }, byteOffset: 36);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void NarrowParametersHaveTheSameBits(bool hasMasterCopy)
    {
        var options = new OptimizerOptions { MasterCopy = hasMasterCopy };
        foreach (var rule in (IUpdateRule[])[new AdamW(0.01), new Lamb(), new ScheduleFreeAdamW(0.01)])
        {
            Check<Half>(rule, options, byteOffset: 2);
            Check<BFloat16>(rule, options with { StateFormat = new BlockFloat8Format(StorageRounding.Stochastic) }, byteOffset: 6);
        }
    }

    [Fact]
    public void StatesThatStartFromValuesFollowMemoryThatMovesBeforeTheFirstStep()
    {
        using var tensor = new CallersTensor<float>(100, 0);
        using var set = new ParameterSet<float>();
        var parameter = set.AddExternal("a", ParameterKind.Weight, tensor, 100);
        using var optimizer = Optimizer.Create(set, new ScheduleFreeAdamW());
        tensor.Move();
        tensor.Values.Fill(2);
        Assert.All(optimizer.GetState(parameter, "z").ToArray(), value => Assert.Equal(2, value));
    }

    [Fact]
    public void AParameterWithoutAGradientIsLeftAlone()
    {
        using var first = new CallersTensor<float>(100, 0);
        using var second = new CallersTensor<float>(100, 0);
        using var set = new ParameterSet<float>();
        var (a, b) = (set.AddExternal("a", ParameterKind.Weight, first, 100), set.AddExternal("b", ParameterKind.Weight, second, 100));
        a.Values.Fill(1);
        b.Values.Fill(1);
        a.Gradients.Fill(1);
        b.Gradients.Fill(1);
        using var optimizer = Optimizer.Create(set, new AdamW(0.1));
        optimizer.Step();
        second.HasGradient = false;
        var (value, state) = (b.Values.ToArray(), optimizer.GetState(b, "exp_avg").ToArray());

        var report = optimizer.Step(new StepOptions { MaximumNorm = 1000 });

        Assert.Equal(10, report.GradientNorm, 1e-12);
        Assert.Equal(value, b.Values.ToArray());
        Assert.Equal(state, optimizer.GetState(b, "exp_avg").ToArray());
        Assert.Equal((2, 1), (optimizer.GetStepCount(a), optimizer.GetStepCount(b)));
        second.HasGradient = true;
        optimizer.Step();
        Assert.Equal((3, 2), (optimizer.GetStepCount(a), optimizer.GetStepCount(b)));
    }

    [Fact]
    public void StepsThatEachLeaveOthersOutCountForEachParameter()
    {
        using var set = DriftModel.CreateSet<float>([.. Enumerable.Repeat(20, 12)]);
        using var expected = DriftModel.CreateSet<float>([.. Enumerable.Repeat(20, 12)]);
        using var optimizer = Optimizer.Create(set, new AdamW(0.01));
        var apart = expected.Select(parameter => Optimizer.Create(expected, p => p == parameter ? new AdamW(0.01) : null)).ToArray();
        var random = new Random(7);
        var steps = new int[12];
        for (var step = 0; step < 60; step++)
        {
            for (var i = 0; i < set.Count; i++)
            {
                var gradient = (float)random.NextDouble();
                set[i].Gradients.Fill(gradient);
                expected[i].Gradients.Fill(gradient);
                set[i].HasGradient = random.Next(2) == 0;
                if (set[i].HasGradient)
                {
                    apart[i].Step();
                    steps[i]++;
                }
            }

            optimizer.Step();
        }

        Assert.Equal(steps, set.Select(optimizer.GetStepCount));
        Assert.Equal(expected.Select(p => p.Values.ToArray()), set.Select(p => p.Values.ToArray()));
        foreach (var each in apart)
            each.Dispose();
    }

    [Fact]
    public void MemoryThatOverlapsIsRefusedBeforeAnythingIsWritten()
    {
        var memory = new float[300];
        Array.Fill(memory, 2);
        using var set = new ParameterSet<float>();
        set.AddExternal("a", ParameterKind.Weight, memory.AsMemory(0, 100), memory.AsMemory(100, 100), 100);
        set.AddExternal("b", ParameterKind.Weight, memory.AsMemory(150, 100), memory.AsMemory(200, 100), 100);
        using var optimizer = Optimizer.Create(set, new Sgd(1));

        var error = Assert.Throws<InvalidOperationException>(() => optimizer.Step());

        Assert.Contains("gradients of 'a'", error.Message, StringComparison.Ordinal);
        Assert.Contains("values of 'b'", error.Message, StringComparison.Ordinal);
        Assert.All(memory, value => Assert.Equal(2, value));
    }

    [Fact]
    public void TwoParametersAtOneAddressAreRefusedHoweverTheyGotThere()
    {
        using var first = new CallersTensor<float>(100, 0);
        var second = new Redirected(new CallersTensor<float>(100, 0));
        using var set = new ParameterSet<float>();
        set.AddExternal("a", ParameterKind.Weight, first, 100);
        set.AddExternal("b", ParameterKind.Weight, second, 100);
        using var optimizer = Optimizer.Create(set, new Sgd(1));
        optimizer.Step();
        second.Target = first;
        Assert.Throws<InvalidOperationException>(() => optimizer.Step());
        second.Target = second.Own;
        optimizer.Step();
        second.Own.Dispose();
    }

    [Fact]
    public void ManagedMemoryIsPinnedAndStepped()
    {
        var (values, gradients) = (new float[70], new float[70]);
        Array.Fill(gradients, 1);
        using var set = new ParameterSet<float>();
        var parameter = set.AddExternal("w", ParameterKind.Weight, values.AsMemory(), gradients.AsMemory(), 7, 10);
        using var optimizer = Optimizer.Create(set, new Sgd(0.5));
        GC.Collect();
        optimizer.Step(new StepOptions { ZeroGradients = true });
        Assert.All(values, value => Assert.Equal(-0.5f, value));
        Assert.All(gradients, gradient => Assert.Equal(0, gradient));
        Assert.Equal(values, parameter.Values.ToArray());
        Assert.Contains(
            "values has 3 elements", Assert.Throws<ArgumentException>(
                () => new ParameterSet<float>().AddExternal("x", ParameterKind.Weight, new float[3], new float[4], 4)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ClippingAndZeroingReachMemoryOfTheCaller()
    {
        using var memory = new CallersTensor<float>(1100, 4);
        using var set = new ParameterSet<float>();
        var external = set.AddExternal("a", ParameterKind.Weight, memory, 1100);
        var own = set.Add("b", ParameterKind.Bias, 10);
        external.Gradients.Fill(3);
        own.Gradients.Fill(4);
        Assert.Equal(Math.Sqrt(9 * 1100 + 160), set.ComputeGradientNorm(), 1e-9);
        set.ClipByValue(2);
        Assert.All(external.Gradients.ToArray(), gradient => Assert.Equal(2, gradient));
        Assert.Equal(2, set.ClipByTensorNorm(1));
        Assert.Equal(Math.Sqrt(2), set.ComputeGradientNorm(), 1e-5);
        set.ZeroGradients();
        Assert.All(external.Gradients.ToArray(), gradient => Assert.Equal(0, gradient));
        memory.HasGradient = false;
        Assert.Equal(0, set.ComputeGradientNorm());
        Assert.Contains("has no gradients", Assert.Throws<InvalidOperationException>(() => external.Gradients.Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StepsOfMemoryThatMovesAllocateNothing()
    {
        var tensors = Enumerable.Range(0, 40).Select(i => new CallersTensor<float>(100 + i, 4 * (i % 3))).ToArray();
        using var team = new WorkerTeam(2);
        using var set = new ParameterSet<float>();
        foreach (var (i, tensor) in tensors.Index())
            set.AddExternal($"{i}", ParameterKind.Weight, tensor, 100 + i);
        foreach (var parameter in set)
            parameter.Values.Clear();
        using var optimizer = Optimizer.Create(set, new AdamW(), new OptimizerOptions { Team = team });
        var step = 0;
        Step();
        Step();
        Assert.Equal([0L, 0L], AllocatedBytes.Of(team, steps: 20, Step));
        foreach (var tensor in tensors)
            tensor.Dispose();

        void Step()
        {
            for (var i = 0; i < tensors.Length; i++)
                tensors[i].HasGradient = (i + step) % 2 == 0;
            step++;
            optimizer.Step(new StepOptions { MaximumNorm = 1 });
        }
    }

    private static void Check<T>(IUpdateRule rule, OptimizerOptions options, int byteOffset)
        where T : unmanaged, IEquatable<T>
    {
        using var team = new WorkerTeam(2);
        options = options with { Team = team, Seed = 5 };
        var tensors = Counts.Select(count => new CallersTensor<T>(count, byteOffset)).ToArray();
        using var own = new ParameterSet<T>();
        using var external = new ParameterSet<T>();
        foreach (var (i, count) in Counts.Index())
        {
            var kind = i % 3 == 0 ? ParameterKind.Bias : ParameterKind.Weight;
            own.Add($"{i}", kind, count).GiveView(rule);
            external.AddExternal($"{i}", kind, tensors[i], count).GiveView(rule);
        }

        Fill(own, 1, values: true);
        Fill(external, 1, values: true);
        using (var first = Optimizer.Create(own, rule, options))
        using (var second = Optimizer.Create(external, rule, options))
        {
            for (var step = 0; step < 4; step++)
            {
                Fill(own, step, values: false);
                Fill(external, step, values: false);
                tensors[step].Move();
                var stepOptions = new StepOptions { MaximumNorm = 2, ZeroGradients = step % 2 == 0 };
                Assert.Equal(first.Step(stepOptions), second.Step(stepOptions));
            }

            AssertEqual();
            using (first.UseEvaluationWeights())
            using (second.UseEvaluationWeights())
                AssertEqual();
        }

        foreach (var tensor in tensors)
            tensor.Dispose();

        void AssertEqual()
        {
            for (var i = 0; i < own.Count; i++)
            {
                Assert.True(own[i].Values.SequenceEqual(external[i].Values), $"{rule}: values of {Counts[i]} {typeof(T).Name}s");
                Assert.True(own[i].Gradients.SequenceEqual(external[i].Gradients), $"{rule}: gradients of {Counts[i]} {typeof(T).Name}s");
            }
        }
    }

    private static void Fill<T>(ParameterSet<T> set, int seed, bool values)
        where T : unmanaged
    {
        foreach (var parameter in set)
        {
            var random = new Random(seed * 100 + parameter.Index);
            foreach (ref var element in values ? parameter.Values : parameter.Gradients)
                element = Of<T>(random.NextDouble() - 0.5);
        }
    }

    private static T Of<T>(double value) => (T)(object)(
        typeof(T) == typeof(Half) ? (object)(Half)value :
        typeof(T) == typeof(BFloat16) ? (BFloat16)(float)value :
        typeof(T) == typeof(float) ? (float)value :
        (object)value);

    private sealed class Redirected(CallersTensor<float> own) : IExternalMemory
    {
        public CallersTensor<float> Own { get; } = own;

        public CallersTensor<float> Target { get; set; } = own;

        public nint GetValues() => Target.GetValues();

        public nint GetGradients() => Target.GetGradients();
    }
}
