using System.Numerics;
using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// A hundred steps of PyTorch's optimizers with fixed gradients (tests/recordings/record_pytorch.py): double kernels go
/// where PyTorch's float64 goes, and float kernels stay as close to the truth in double as PyTorch's float32 does.
/// </summary>
public class PyTorchRecordingTests
{
    private const double DoubleTolerance = 1e-12;
    private const double DistanceRatio = 1.05;

    private static readonly JsonElement Document = Recording.Open("pytorch_optim.json");
    private static readonly int Elements = (int)Document.Double("elements");
    private static readonly int Steps = (int)Document.Double("steps");
    private static readonly double[] Units = DrawUnits();

    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (index, item) in Document.GetProperty("cases").EnumerateArray().Index())
                cases.Add(index, item.String("optimizer") + JsonSerializer.Serialize(item.GetProperty("options")));
            return cases;
        }
    }

    /// <summary>The names of the rules that are recorded.</summary>
    public static IEnumerable<string> Rules => Document.GetProperty("cases").EnumerateArray().Select(item => Rule(item).Schema.Name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleKernelsGoWherePyTorchGoes(int index, string setting)
    {
        var recorded = Document.GetProperty("cases")[index];
        var rule = Rule(recorded);
        using var trajectory = Follow<double>(
            recorded, rule, (step, elements) => Check(recorded, setting, step, elements));
        var schema = rule.Schema;
        var states = recorded.GetProperty("float64_states").EnumerateObject().ToList();
        // PyTorch keeps no velocity where the momentum is 0.
        var kept = schema.States.Where((state, position) =>
            rule.Uses(position) && (state.Key != "momentum_buffer" || rule["Momentum"] > 0));
        Assert.Equal(states.Select(state => state.Name).Order(), kept.Select(state => state.Key).Order());
        foreach (var state in states)
        {
            var position = schema.States.ToList().FindIndex(candidate => candidate.Key == state.Name);
            Assert.True(position >= 0, $"{schema.Name} has no state with the key {state.Name}");
            Trajectory<double>.Check(
                $"{setting}, {state.Name}", state.Value.Doubles(), trajectory.State(position), DoubleTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatKernelsAreAsCloseToTheTruthAsPyTorch(int index, string setting)
    {
        var recorded = Document.GetProperty("cases")[index];
        var truth = new Dictionary<int, double[]>();
        Follow<double>(
            recorded, Rule(recorded), (step, elements) => truth[step] = elements.Parameter.ToArray()).Dispose();
        Follow<float>(recorded, Rule(recorded), (step, elements) =>
        {
            if (!recorded.GetProperty("float32_distance").TryGetProperty($"{step}", out var distance))
                return;
            var squares = 0.0;
            for (var element = 0; element < Elements; element++)
                squares += Math.Pow(elements.Parameter[element] - truth[step][element], 2);
            var actual = Math.Sqrt(squares / Elements);
            Assert.True(
                actual <= DistanceRatio * distance.GetDouble(),
                $"{setting}, step {step}: the root-mean-square distance is {actual:E3}, " +
                $"PyTorch's is {distance.GetDouble():E3}");
        }).Dispose();
    }

    /// <summary>
    /// After one step both have rounded θ − η·d once: two units in the last place of the greater of θ before and after
    /// leave room for η·d, which is no greater than θ by much.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatKernelsStartWithinTwoUnitsOfPyTorch(int index, string setting)
    {
        var recorded = Document.GetProperty("cases")[index];
        var expected = recorded.GetProperty("float32").GetProperty("1").Doubles();
        Follow<float>(recorded, Rule(recorded), (step, elements) =>
        {
            for (var element = 0; element < expected.Length; element++)
            {
                var magnitude = Math.Max(Math.Abs(expected[element]), Math.Abs(Units[element]));
                Assert.True(
                    Math.Abs(elements.Parameter[element] - expected[element]) <= Math.ScaleB(magnitude, -22),
                    $"{setting}: parameter[{element}] is {elements.Parameter[element]}, " +
                    $"PyTorch's is {expected[element]:R}");
            }
        }, steps: 1).Dispose();
    }

    /// <summary>
    /// PyTorch has no averaged momentum and no velocity with the rate inside; with a constant rate the first is
    /// heavy-ball momentum with the rate times 1 − β, the second with the same rate.
    /// </summary>
    [Theory]
    [InlineData(nameof(AveragedMomentum))]
    [InlineData(nameof(Velocity))]
    public void OtherFormsOfMomentumGoWhereHeavyBallGoes(string name)
    {
        var form = ShippedRules.All.First(rule => rule.Schema.Name == name);
        var followed = 0;
        foreach (var recorded in Document.GetProperty("cases").EnumerateArray())
        {
            var heavyBall = Rule(recorded);
            if (heavyBall.Schema.Name != nameof(HeavyBall))
                continue;
            var rate = heavyBall["LearningRate"] / (name == nameof(AveragedMomentum) ? 1 - heavyBall["Momentum"] : 1);
            var rule = form.With("LearningRate", rate).With("WeightDecay", heavyBall["WeightDecay"])
                .With(name == nameof(AveragedMomentum) ? "Beta" : "Momentum", heavyBall["Momentum"]);
            Follow<double>(
                recorded, rule, (step, elements) => Check(recorded, rule.Name, step, elements)).Dispose();
            followed++;
        }

        Assert.Equal(3, followed);
    }

    /// <summary>Momentum in full is heavy-ball momentum, or Nesterov's, where it is not dampened.</summary>
    [Fact]
    public void MomentumInFullGoesWhereBothFormsGo()
    {
        var followed = 0;
        foreach (var recorded in Document.GetProperty("cases").EnumerateArray())
        {
            var options = recorded.GetProperty("options");
            if (Rule(recorded).Schema.Name is not (nameof(HeavyBall) or nameof(Nesterov)))
                continue;
            var rule = PyTorchRules.With(
                new RuleCase(
                    new MomentumSgd { Nesterov = options.TryGetProperty("nesterov", out _) }),
                options);
            Follow<double>(
                recorded, rule, (step, elements) => Check(recorded, rule.Name, step, elements)).Dispose();
            followed++;
        }

        Assert.Equal(5, followed);
    }

    private static RuleCase Rule(JsonElement recorded) =>
        PyTorchRules.Create(recorded.String("optimizer"), recorded.GetProperty("options"));

    private static void Check(JsonElement recorded, string setting, int step, Trajectory<double> elements)
    {
        if (!recorded.GetProperty("float64").TryGetProperty($"{step}", out var expected))
            return;
        Trajectory<double>.Check(
            $"{setting}, step {step}, parameter", expected.Doubles(), elements.Parameter, DoubleTolerance);
    }

    private static Trajectory<T> Follow<T>(
        JsonElement recorded, RuleCase rule, Action<int, Trajectory<T>> afterStep, int? steps = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var options = recorded.GetProperty("options");
        var gradientScale = options.TryGetProperty("maximize", out _) ? -1.0 : 1.0;
        var trajectory = new Trajectory<T>(rule, Units.AsSpan(0, Elements));
        var gradient = new double[Elements];
        for (var step = 1; step <= (steps ?? Steps); step++)
        {
            for (var index = 0; index < Elements; index++)
                gradient[index] = Units[step * Elements + index] / (1 << index % 8);
            trajectory.Step(rule, step, gradient, gradientScale);
            afterStep(step, trajectory);
        }

        return trajectory;
    }

    private static double[] DrawUnits()
    {
        var generator = new BitGenerator((ulong)Document.Double("seed"));
        var units = new double[(Steps + 1) * Elements];
        foreach (ref var unit in units.AsSpan())
            unit = generator.NextUnit();
        return units;
    }
}
