using System.Numerics;
using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// Single steps of ONNX's training operators from given states. Their <c>norm_coefficient</c> is L2 decay. They are all
/// at T = 0, where ONNX does not correct Adam's bias: a step so late that β to its power is zero does not either.
/// </summary>
public class OnnxTests
{
    private const int LateStep = 1_000_000;

    private static readonly JsonElement Document = Recording.Open("onnx_preview_training.json");

    public static TheoryData<string> Cases =>
        [.. Document.GetProperty("cases").EnumerateArray().Select(item => item.String("name"))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleKernelsFollowTheEquations(string name) => Check<double>(name, 1e-14);

    /// <summary>A few roundings of 2⁻²⁴ each; the sums of these cases cancel to a third at most.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatKernelsFollowTheEquations(string name) => Check<float>(name, 1e-6);

    private static void Check<T>(string name, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var recorded = Document.GetProperty("cases").EnumerateArray().Single(item => item.String("name") == name);
        var attributes = recorded.GetProperty("attributes");
        var inputs = recorded.GetProperty("inputs");
        var expected = recorded.GetProperty("expected");
        Assert.Equal(0, inputs.Double("T"));
        Assert.Equal(0, attributes.Double("norm_coefficient_post", 0));
        var rule = Rule(attributes).With("LearningRate", inputs.Double("R"))
            .With("WeightDecay", attributes.Double("norm_coefficient"));
        using var trajectory = new Trajectory<T>(rule, inputs.GetProperty("X").Doubles());
        string[] states = [.. ((string[])["V", "H"]).Where(state => inputs.TryGetProperty(state, out _))];
        Assert.Equal(rule.StateCount, states.Length);
        for (var state = 0; state < states.Length; state++)
        {
            var values = inputs.GetProperty(states[state]).Doubles();
            for (var index = 0; index < values.Length; index++)
                trajectory.State(state)[index] = T.CreateChecked(values[index]);
        }

        trajectory.Step(rule, LateStep, inputs.GetProperty("G").Doubles());

        Trajectory<T>.Check($"{name}: X", expected.GetProperty("X_new").Doubles(), trajectory.Parameter, tolerance);
        for (var state = 0; state < states.Length; state++)
        {
            var values = expected.GetProperty(states[state] + "_new").Doubles();
            Trajectory<T>.Check($"{name}: {states[state]}", values, trajectory.State(state), tolerance);
        }
    }

    private static RuleCase Rule(JsonElement attributes)
    {
        if (attributes.TryGetProperty("mode", out var mode))
        {
            RuleCase momentum = mode.GetString() == "nesterov"
                ? new RuleCase(new Nesterov())
                : new RuleCase(new HeavyBall());
            return momentum.With("Momentum", attributes.Double("alpha"));
        }

        if (!attributes.TryGetProperty("alpha", out var alpha))
            return new RuleCase(new AdaGrad()).With("Epsilon", attributes.Double("epsilon"));
        return new RuleCase(new Adam()).With("Beta1", alpha.GetDouble())
            .With("Beta2", attributes.Double("beta")).With("Epsilon", attributes.Double("epsilon"));
    }
}
