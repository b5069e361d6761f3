using FusedOptim.Execution;
using FusedOptim.Formats;
using FusedOptim.Rules;
using FusedOptim.Schema;
using FusedOptim.Tests.Optimization;

namespace FusedOptim.Tests.Formats;

/// <summary>Kernels that decode and encode states themselves give what whole blocks decoded and encoded around them give.</summary>
public class RegisterAccessTests
{
    private const int StepCount = 3;

    private static readonly int[] Counts = [9000, 33, 1, 4097, 64, 200];

    public static TheoryData<StorageRounding, int> RoundingsAndThreads => new()
    {
        { StorageRounding.Stochastic, 1 },
        { StorageRounding.Stochastic, 2 },
        { StorageRounding.NearestEven, 1 },
        { StorageRounding.NearestEven, 5 },
    };

    [Theory]
    [MemberData(nameof(RoundingsAndThreads))]
    public void ManyStates(StorageRounding rounding, int threads) => Check(new Adan(), rounding, threads);

    [Theory]
    [MemberData(nameof(RoundingsAndThreads))]
    public void RulesThatMeasure(StorageRounding rounding, int threads)
    {
        Check(new Lamb(), rounding, threads);
        Check(new Prodigy(), rounding, threads);
    }

    [Theory]
    [MemberData(nameof(RoundingsAndThreads))]
    public void ExactStatesBesideCodedOnes(StorageRounding rounding, int threads) =>
        Check(new ScheduleFreeAdamW(), rounding, threads);

    [Theory]
    [MemberData(nameof(RoundingsAndThreads))]
    public void VariantsThatLeaveStatesOut(StorageRounding rounding, int threads)
    {
        Check(new MomentumSgd(LearningRate: 0.1, Nesterov: true), rounding, threads);
        Check(new Lion(), rounding, threads);
    }

    [Fact]
    public void StatesOfTwoFormats()
    {
        using var team = new WorkerTeam(2);
        var formats = new Dictionary<string, StorageFormat?> { ["exp_avg_sq"] = null };
        using var set = Step(new Adam(), new() { StateFormat = new BFloat16Format(), StateFormats = formats, Team = team }, out var states);
        using var expected = Step(
            new Adam(), new() { StateFormat = new DecodedFormat(StorageRounding.Stochastic), StateFormats = formats, Team = team },
            out var expectedStates);
        AssertSame(expected, expectedStates, set, states);
    }

    private static void Check(IUpdateRule rule, StorageRounding rounding, int threads)
    {
        using var team = new WorkerTeam(threads);
        using var set = Step(rule, new() { StateFormat = new BFloat16Format(rounding), Team = team }, out var states);
        using var expected = Step(rule, new() { StateFormat = new DecodedFormat(rounding), Team = team }, out var expectedStates);
        AssertSame(expected, expectedStates, set, states);
    }

    private static ParameterSet<float> Step(IUpdateRule rule, OptimizerOptions options, out float[][] states)
    {
        var set = DriftModel.CreateSet<float>(Counts);
        DriftModel.Fill(set, seed: 8);
        using var optimizer = Optimizer.Create(set, rule, options);
        for (var step = 1; step <= StepCount; step++)
        {
            // Not before the last step, and not in the first tensor: sums over the model would make all elements NaN.
            if (step == StepCount && rule.Schema.Phases[0].Kind == PhaseKind.Update)
                FormatValues.Of(seed: 9).AsSpan(..4097).CopyTo(set[3].Gradients);
            optimizer.Step(new StepOptions { GradientScale = 0.5, ZeroGradients = step == StepCount });
        }

        states = [.. rule.Schema.States.SelectMany(state => set.Select(parameter =>
        {
            var values = new float[parameter.Count];
            optimizer.ReadState(parameter, state.Key, values);
            return values;
        }))];
        return set;
    }

    private static void AssertSame(ParameterSet<float> expected, float[][] expectedStates, ParameterSet<float> actual, float[][] actualStates)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            AssertSame(expected[i].Values, actual[i].Values);
            AssertSame(expected[i].Gradients, actual[i].Gradients);
        }

        foreach (var (expectedState, actualState) in expectedStates.Zip(actualStates))
            AssertSame(expectedState, actualState);
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        for (var i = 0; i < expected.Length; i++)
            FormatValues.AssertSame(expected[i], actual[i], i);
    }

    /// <summary>The same format without access in registers.</summary>
    private sealed class DecodedFormat(StorageRounding rounding) : StorageFormat("decoded", sizeof(ushort), 0)
    {
        private readonly BFloat16Format _format = new(rounding);

        public override void Decode(ReadOnlySpan<byte> codes, ReadOnlySpan<byte> scales, Span<float> values) =>
            _format.Decode(codes, scales, values);

        public override void Encode(ReadOnlySpan<float> values, in RoundingNoise noise, Span<byte> codes, Span<byte> scales) =>
            _format.Encode(values, noise, codes, scales);
    }
}
