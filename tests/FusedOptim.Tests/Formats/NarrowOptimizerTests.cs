using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Tests.Optimization;

namespace FusedOptim.Tests.Formats;

/// <summary>Steps of an optimizer whose states or parameters are stored in a format.</summary>
public class NarrowOptimizerTests
{
    private static readonly int[] Counts = [3000, 33, 1, 4097, 64];

    public static TheoryData<string, int> FormatsAndThreads()
    {
        var data = new TheoryData<string, int>();
        foreach (var format in Formats.Keys)
        {
            foreach (var threads in new[] { 1, 2, 5 })
                data.Add(format, threads);
        }

        return data;
    }

    private static Dictionary<string, StorageFormat> Formats { get; } = new StorageFormat[]
    {
        new BFloat16Format(), new BFloat16Format(StorageRounding.NearestEven), new HalfFormat(),
        new BlockFloat8Format(), new BlockFloat8Format(StorageRounding.NearestEven),
    }.ToDictionary(format => format.Name);

    /// <summary>What the runtime does block by block and in parallel, done to each whole tensor by itself.</summary>
    [Theory]
    [MemberData(nameof(FormatsAndThreads))]
    public void StatesAreDecodedSteppedAndEncoded(string name, int threads)
    {
        var format = Formats[name];
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<float>(Counts);
        DriftModel.Fill(set, seed: 1);
        var rule = new AdamW(LearningRate: 0.02, WeightDecay: 0.1);
        var start = set.Select(p => p.Values.ToArray()).ToArray();
        using var optimizer = Optimizer.Create(
            set, rule, new OptimizerOptions { Team = team, StateFormat = format, Seed = 17 });

        for (var step = 1; step <= 4; step++)
            optimizer.Step(new StepOptions { GradientScale = 0.5 });

        for (var i = 0; i < set.Count; i++)
        {
            var padded = (int)set[i].PaddedCount;
            var (m, v) = (new float[padded], new float[padded]);
            for (var step = 1; step <= 4; step++)
            {
                rule.Apply(step, start[i], set[i].Gradients, m.AsSpan(..start[i].Length), v.AsSpan(..start[i].Length), 0.5);
                m = FormatValues.RoundTrip(format, m, new RoundingNoise(17, 2, step).From(set[i].Offset));
                v = FormatValues.RoundTrip(format, v, new RoundingNoise(17, 3, step).From(set[i].Offset));
            }

            Assert.Equal(start[i], set[i].Values.ToArray());
            Assert.Equal(m[..start[i].Length], ReadState(optimizer, set[i], "exp_avg"));
            Assert.Equal(v[..start[i].Length], ReadState(optimizer, set[i], "exp_avg_sq"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ParametersOfHalfAreRounded(int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = DriftModel.CreateSet<Half>(Counts);
        DriftModel.Fill(set, seed: 2);
        var format = new HalfElementFormat(StorageRounding.Stochastic);
        var rule = new MomentumSgd(LearningRate: 0.01);
        var expected = set.Select(p => Padded(p, p.Values)).ToArray();
        var gradients = set.Select(p => Padded(p, p.Gradients)).ToArray();
        var momenta = set.Select(p => new float[p.PaddedCount]).ToArray();
        using var optimizer = Optimizer.Create(set, rule, new OptimizerOptions { Team = team, Seed = 5 });

        for (var step = 1; step <= 3; step++)
            optimizer.Step(new StepOptions { ZeroGradients = step == 3 });

        for (var i = 0; i < set.Count; i++)
        {
            for (var step = 1; step <= 3; step++)
            {
                rule.Apply(step, expected[i], gradients[i], momenta[i]);
                expected[i] = FormatValues.RoundTrip(format, expected[i], new RoundingNoise(5, 0, step).From(set[i].Offset));
            }

            Assert.Equal(expected[i][..set[i].Values.Length], Floats(set[i].Values));
            Assert.Equal(momenta[i][..set[i].Values.Length], ReadState(optimizer, set[i], "momentum_buffer"));
            Assert.All(set[i].Gradients.ToArray(), gradient => Assert.Equal(Half.Zero, gradient));
        }
    }

    [Fact]
    public void AMasterCopyLosesNoStep()
    {
        // Steps of a hundredth of the distance of two numbers: values stay for a while with the copy, and for ever without.
        const float step = 1f / 256 / 100;
        using var withMaster = new ParameterSet<BFloat16>();
        using var without = new ParameterSet<BFloat16>();
        foreach (var set in new[] { withMaster, without })
        {
            var weight = set.Add("weight", ParameterKind.Weight, 100);
            weight.Values.Fill((BFloat16)1f);
            weight.Gradients.Fill((BFloat16)(-1f));
        }

        using var master = Optimizer.Create(withMaster, new Sgd(LearningRate: step), new OptimizerOptions { MasterCopy = true });
        using var plain = Optimizer.Create(
            without, new Sgd(LearningRate: step), new OptimizerOptions { ParameterRounding = StorageRounding.NearestEven });

        for (var i = 0; i < 1000; i++)
        {
            master.Step();
            plain.Step();
        }

        Assert.All(without[0].Values.ToArray(), value => Assert.Equal(1f, value));
        Assert.All(withMaster[0].Values.ToArray(), value => Assert.Equal((BFloat16)(1 + 1000 * step), value));
    }

    [Fact]
    public void AMasterCopyIsTakenFromTheValuesWhenAsked()
    {
        using var set = new ParameterSet<Half>();
        set.Add("weight", ParameterKind.Weight, 5).Values.Fill((Half)1f);
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1), new OptimizerOptions { MasterCopy = true });
        set[0].Values.Fill((Half)2f);
        optimizer.ReloadMasterCopy();
        set[0].Gradients.Fill((Half)0.5f);

        optimizer.Step();

        Assert.All(set[0].Values.ToArray(), value => Assert.Equal((Half)1.5f, value));
    }

    [Fact]
    public void StochasticRoundingOfParametersLosesNoStepInTheMean()
    {
        using var set = new ParameterSet<BFloat16>();
        var weight = set.Add("weight", ParameterKind.Weight, 10_000);
        weight.Values.Fill((BFloat16)1f);
        weight.Gradients.Fill((BFloat16)(-1f));
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1f / 1024));

        for (var i = 0; i < 256; i++)
            optimizer.Step();

        // Each of the steps that is rounded adds a variance below (1/128)²/4.
        var tolerance = 5 * Math.Sqrt(256) / 256 / Math.Sqrt(weight.Count);
        Assert.Equal(1.25, weight.Values.ToArray().Average(value => (double)(float)value), tolerance);
    }

    [Fact]
    public void MeasuredRulesStepWithNarrowStates()
    {
        // A rule of two passes with sums over each tensor: the bits do not depend on threads, and stay near those of float.
        var results = new[] { 1, 2, 5 }.Select(threads => Train(threads, new BFloat16Format())).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
        var exact = Train(1, format: null);
        for (var i = 0; i < exact.Length; i++)
            Assert.Equal(exact[i], results[0][i], 0.01f);

        static float[] Train(int threads, StorageFormat? format)
        {
            using var team = new WorkerTeam(threads);
            using var set = DriftModel.CreateSet<float>(Counts);
            DriftModel.Fill(set, seed: 3);
            using var optimizer = Optimizer.Create(
                set, new Lamb(LearningRate: 0.01), new OptimizerOptions { Team = team, StateFormat = format });
            for (var step = 0; step < 5; step++)
                optimizer.Step();
            return [.. set.SelectMany(p => p.Values.ToArray())];
        }
    }

    [Fact]
    public void ExactStatesKeepTheirPrecision()
    {
        using var set = DriftModel.CreateSet<float>(100, 7);
        DriftModel.Fill(set, seed: 4);
        var start = set[0].Values.ToArray();
        using var optimizer = Optimizer.Create(
            set, new ScheduleFreeAdamW(), new OptimizerOptions { StateFormat = new BlockFloat8Format() });

        Assert.Equal(start, optimizer.GetState(set[0], "z").ToArray());
        var message = Assert.Throws<InvalidOperationException>(() => optimizer.GetState(set[0], "exp_avg_sq")).Message;
        Assert.Contains("'exp_avg_sq' is stored as block float 8, stochastic", message, StringComparison.Ordinal);
    }

    [Fact]
    public void EvaluationWeightsOfNarrowParametersComeAndGo()
    {
        using var set = DriftModel.CreateSet<Half>(3000, 70);
        DriftModel.Fill(set, seed: 6);
        using var optimizer = Optimizer.Create(set, new ScheduleFreeSgd(LearningRate: 0.1), new OptimizerOptions { MasterCopy = true });
        using var single = DriftModel.CreateSet<float>(3000, 70);
        for (var i = 0; i < set.Count; i++)
        {
            Floats(set[i].Values).CopyTo(single[i].Values);
            Floats(set[i].Gradients).CopyTo(single[i].Gradients);
        }

        using var reference = Optimizer.Create(single, new ScheduleFreeSgd(LearningRate: 0.1));
        for (var step = 0; step < 3; step++)
        {
            optimizer.Step();
            reference.Step();
        }

        var before = set[0].Values.ToArray();
        using (optimizer.UseEvaluationWeights())
        using (reference.UseEvaluationWeights())
            Assert.Equal(single[0].Values.ToArray().Select(value => (Half)value), set[0].Values.ToArray());
        Assert.Equal(before, set[0].Values.ToArray());
        Assert.Equal(single[0].Values.ToArray().Select(value => (Half)value), before);
    }

    [Fact]
    public void StatesAreReadAndWritten()
    {
        using var set = DriftModel.CreateSet<float>(70);
        DriftModel.Fill(set, seed: 1);
        using var optimizer = Optimizer.Create(set, new Adam(), new OptimizerOptions { StateFormat = new BFloat16Format() });
        var values = Enumerable.Range(0, 70).Select(i => i / 4f).ToArray();

        optimizer.WriteState(set[0], "exp_avg", values);

        Assert.Equal(values, ReadState(optimizer, set[0], "exp_avg"));
        Assert.Contains(
            "There are 3 values for the state 'exp_avg' [70] of '0.weight', which has 70",
            Assert.Throws<ArgumentException>(() => optimizer.WriteState(set[0], "exp_avg", [1, 2, 3])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AStepAllocatesNothing()
    {
        using var team = new WorkerTeam(2);
        using var set = DriftModel.CreateSet<BFloat16>(30000, 70);
        using var optimizer = Optimizer.Create(
            set, new Lamb(), new OptimizerOptions { StateFormat = new BlockFloat8Format(), Team = team });
        Assert.All(
            AllocatedBytes.Of(team, 10, () => optimizer.Step(new StepOptions { ZeroGradients = true })),
            bytes => Assert.Equal(0, bytes));
    }

    [Fact]
    public void WrongOptionsAreRefused()
    {
        using var set = DriftModel.CreateSet<float>(4);
        using var doubles = DriftModel.CreateSet<double>(4);
        var narrow = new BFloat16Format();
        Refuse(() => Optimizer.Create(doubles, new Adam(), new OptimizerOptions { StateFormat = narrow }), "of double");
        Refuse(() => Optimizer.Create(set, new Adam(), new OptimizerOptions { MasterCopy = true }), "MasterCopy");
        Refuse(
            () => Optimizer.Create(
                set, new Adam(),
                new OptimizerOptions { StateFormats = new Dictionary<string, StorageFormat?> { ["momentum"] = narrow } }),
            "'momentum', which Adam does not have; it has exp_avg, exp_avg_sq");
        Refuse(
            () => Optimizer.Create(
                set, new ScheduleFreeSgd(),
                new OptimizerOptions { StateFormats = new Dictionary<string, StorageFormat?> { ["z"] = narrow } }),
            "declared exact");

        static void Refuse(Action create, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(create).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StateMemoryIsCounted()
    {
        using var set = DriftModel.CreateSet<float>(1024);
        using var exact = Optimizer.Create(set, new Adam());
        Assert.Equal(2 * 4 * 1024, exact.StateByteCount);
        exact.Dispose();
        using var narrow = Optimizer.Create(
            set, new Adam(),
            new OptimizerOptions
            {
                StateFormat = new BlockFloat8Format(),
                StateFormats = new Dictionary<string, StorageFormat?> { ["exp_avg"] = null },
            });
        Assert.Equal(4 * 1024 + 1024 + 32, narrow.StateByteCount);
    }

    private static float[] ReadState<T>(Optimizer optimizer, Parameter<T> parameter, string key)
        where T : unmanaged
    {
        var values = new float[parameter.Count];
        optimizer.ReadState(parameter, key, values);
        return values;
    }

    private static float[] Padded(Parameter parameter, ReadOnlySpan<Half> values)
    {
        var padded = new float[parameter.PaddedCount];
        Floats(values).CopyTo(padded, 0);
        return padded;
    }

    private static float[] Floats(ReadOnlySpan<Half> values)
    {
        var floats = new float[values.Length];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = (float)values[i];
        return floats;
    }
}
