using System.Numerics;
using System.Text.Json;
using FusedOptim.Tests.Kernels;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// TensorFlow's AdaGrad and momentum, with the tolerance of its own tests. Proximal AdaGrad without regularization is
/// AdaGrad, and so is follow-the-regularized-leader from zero (McMahan, 2011); the other cases of the file are of rules
/// that are not shipped.
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
    [InlineData("tf/ftrl/noreg0")]
    [InlineData("tf/momentum/DistBeliefMom01")]
    public void KernelsGoWhereTensorFlowGoes(string name)
    {
        Check<double>(name);
        Check<float>(name);
    }

    private static void Check<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var recorded = Document.GetProperty("cases").EnumerateArray().Single(item => item.String("name") == name);
        var options = recorded.GetProperty("hyperparameters");
        var rule = options.TryGetProperty("momentum", out var momentum)
            ? new CompiledRuleCase<HeavyBall>(new HeavyBall()).With("Momentum", momentum.GetDouble())
            : new CompiledRuleCase<AdaGrad>(new AdaGrad()).With("Epsilon", 0)
                .With("InitialAccumulator", options.Double("init_acc"));
        rule = rule.With("LearningRate", options.Double("lr"));
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
                $"{name}, step {step}", values.Doubles(), trajectory.Parameter, Tolerance, Tolerance);
        }
    }
}
