using System.Numerics;
using System.Text.Json;
using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// TensorFlow's AdaGrad, proximal AdaGrad, FTRL and momentum, with the tolerance of its own tests. The other cases of the
/// file are of a rule that is not shipped, and of FTRL with a shrinkage that the paper does not have.
/// </summary>
public class TensorFlowTests
{
    private const double Tolerance = 1e-6;

    private static readonly JsonElement Document = Recording.Open("tensorflow_legacy.json");

    [Theory]
    [InlineData("tf/adagrad/basic")]
    [InlineData("tf/adagrad/stability")]
    [InlineData("tf/proximal_adagrad/noreg0")]
    [InlineData("tf/proximal_adagrad/noreg")]
    [InlineData("tf/proximal_adagrad/l1")]
    [InlineData("tf/proximal_adagrad/l1_l2")]
    [InlineData("tf/ftrl/noreg0")]
    [InlineData("tf/ftrl/noreg")]
    [InlineData("tf/ftrl/l1")]
    [InlineData("tf/ftrl/beta")]
    [InlineData("tf/ftrl/l2_beta")]
    [InlineData("tf/ftrl/l1_l2")]
    [InlineData("tf/momentum/DistBeliefMom01")]
    public void KernelsGoWhereTensorFlowGoes(string name)
    {
        var recorded = Find(name);
        var rule = Rule(recorded);
        Check<double>(recorded, rule);
        Check<float>(recorded, rule);
    }

    /// <summary>Proximal AdaGrad without regularization is AdaGrad, and so is FTRL from zero (McMahan, 2011).</summary>
    [Theory]
    [InlineData("tf/proximal_adagrad/noreg0")]
    [InlineData("tf/proximal_adagrad/noreg")]
    [InlineData("tf/ftrl/noreg0")]
    public void AdaGradGoesWhereItsRelativesGo(string name)
    {
        var recorded = Find(name);
        var rule = AdaGrad(recorded.GetProperty("hyperparameters"));
        Check<double>(recorded, rule);
        Check<float>(recorded, rule);
    }

    private static JsonElement Find(string name) =>
        Document.GetProperty("cases").EnumerateArray().Single(item => item.String("name") == name);

    private static RuleCase Rule(JsonElement recorded)
    {
        var options = recorded.GetProperty("hyperparameters");
        // TensorFlow's L2 term of FTRL is λ₂‖θ‖², the paper's half of that.
        return recorded.String("algorithm") switch
        {
            "sgd" => new RuleCase(
                new HeavyBall(LearningRate: options.Double("lr"), Momentum: options.Double("momentum"))),
            "ftrl" => new RuleCase(new Ftrl(
                LearningRate: options.Double("lr"),
                Beta: options.Double("beta", 0),
                L1: options.Double("l1", 0),
                L2: 2 * options.Double("l2", 0),
                InitialAccumulator: options.Double("init_acc"))),
            "proximal_adagrad" => new RuleCase(new ProximalAdaGrad(
                LearningRate: options.Double("lr"),
                L1: options.Double("l1", 0),
                L2: options.Double("l2", 0),
                InitialAccumulator: options.Double("init_acc"))),
            _ => AdaGrad(options),
        };
    }

    private static RuleCase AdaGrad(JsonElement options) => new(new AdaGrad(
        LearningRate: options.Double("lr"), InitialAccumulator: options.Double("init_acc"), Epsilon: 1e-22));

    private static void Check<T>(JsonElement recorded, RuleCase rule)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var expected = recorded.GetProperty("expected_param_after_step");
        var last = expected.EnumerateObject().Max(item => int.Parse(item.Name));
        using var trajectory = new Trajectory<T>(rule, recorded.GetProperty("initial_param").Doubles());
        for (var step = 1; step <= last; step++)
        {
            var gradient = recorded.TryGetProperty("gradient_each_step", out var each)
                ? each
                : recorded.GetProperty("gradients_per_step")[step - 1];
            trajectory.Step(rule, step, gradient.Doubles());
            if (!expected.TryGetProperty($"{step}", out var values))
                continue;
            Trajectory<T>.Check(
                $"{recorded.String("name")}, step {step}", values.Doubles(), trajectory.Parameter, Tolerance, Tolerance);
        }
    }
}
