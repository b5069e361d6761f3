using FusedOptim.Rules;
using static FusedOptim.Tests.Kernels.BoundedValue;

namespace FusedOptim.Tests.Kernels;

/// <summary>
/// The first rules once more, from their papers and PyTorch's documentation, over <see cref="BoundedValue"/>. They say
/// what a float kernel may differ by: contraction to fused multiply-adds and merged uniform factors leave roundings out, and
/// a division by a uniform errs as much as a product with its rounded reciprocal, so that these bounds cover a kernel
/// of either mode.
/// </summary>
internal static class RuleFormulas
{
    /// <summary>Updates the states, and returns what is subtracted from the parameter.</summary>
    private delegate BoundedValue Decrement(RuleCase rule, int step, BoundedValue gradient, BoundedValue[] states);

    private static readonly Dictionary<string, Decrement> Decrements = new()
    {
        [nameof(Sgd)] = (rule, _, gradient, _) => Uniform(rule["LearningRate"]) * gradient,
        [nameof(HeavyBall)] = (rule, _, gradient, states) =>
            Uniform(rule["LearningRate"]) * (states[0] = Uniform(rule["Momentum"]) * states[0] + gradient),
        [nameof(AveragedMomentum)] = (rule, _, gradient, states) =>
            Uniform(rule["LearningRate"]) * Average(ref states[0], rule["Beta"], gradient),
        [nameof(Velocity)] = (rule, _, gradient, states) =>
            states[0] = Uniform(rule["Momentum"]) * states[0] + Uniform(rule["LearningRate"]) * gradient,
        [nameof(Nesterov)] = (rule, _, gradient, states) =>
        {
            states[0] = Uniform(rule["Momentum"]) * states[0] + gradient;
            return Uniform(rule["LearningRate"]) * (gradient + Uniform(rule["Momentum"]) * states[0]);
        },
        [nameof(AdaGrad)] = (rule, step, gradient, states) =>
        {
            states[0] += gradient * gradient;
            var rate = rule["LearningRate"] / (1 + (step - 1) * rule["LearningRateDecay"]);
            return Uniform(rate) * (gradient / (Sqrt(states[0]) + Uniform(rule["Epsilon"])));
        },
        [nameof(Adadelta)] = (rule, _, gradient, states) =>
        {
            var epsilon = Uniform(rule["Epsilon"]);
            var average = Average(ref states[0], rule["Rho"], gradient * gradient);
            var delta = Sqrt(states[1] + epsilon) / Sqrt(average + epsilon) * gradient;
            Average(ref states[1], rule["Rho"], delta * delta);
            return Uniform(rule["LearningRate"]) * delta;
        },
        [nameof(RmsProp)] = (rule, _, gradient, states) =>
        {
            var average = Average(ref states[0], rule["Alpha"], gradient * gradient);
            return Uniform(rule["LearningRate"]) * (gradient / (Sqrt(average) + Uniform(rule["Epsilon"])));
        },
        [nameof(Adam)] = Adam,
        [nameof(AdamW)] = Adam,
    };

    /// <summary>The names of the rules that have a formula here.</summary>
    public static IEnumerable<string> Rules => Decrements.Keys;

    /// <summary>The cases of <see cref="ShippedRules"/> whose rules have a formula here.</summary>
    public static TheoryData<string> Names =>
        [.. ShippedRules.All.Where(rule => Decrements.ContainsKey(rule.Schema.Name)).Select(rule => rule.Name)];

    /// <summary>One step of one element: the gradient's scale, the weight decay, the rule.</summary>
    public static void Step(
        RuleCase rule,
        int step,
        double gradientScale,
        ref BoundedValue parameter,
        double gradient,
        BoundedValue[] states)
    {
        var scaled = Uniform(gradientScale) * Exact(gradient);
        var isDecoupled = rule.Schema.Name == nameof(AdamW);
        if (!isDecoupled)
            scaled += Uniform(rule["WeightDecay"]) * parameter;
        var decrement = Decrements[rule.Schema.Name](rule, step, scaled, states);
        if (isDecoupled)
            parameter *= Uniform(1 - rule["LearningRate"] * rule["WeightDecay"]);
        parameter -= decrement;
    }

    private static BoundedValue Adam(RuleCase rule, int step, BoundedValue gradient, BoundedValue[] states)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var first = Average(ref states[0], beta1, gradient) / Uniform(1 - Math.Pow(beta1, step));
        var second = Average(ref states[1], beta2, gradient * gradient) / Uniform(1 - Math.Pow(beta2, step));
        return Uniform(rule["LearningRate"]) * (first / (Sqrt(second) + Uniform(rule["Epsilon"])));
    }

    private static BoundedValue Average(ref BoundedValue state, double beta, BoundedValue value) =>
        state = Uniform(beta) * state + Uniform(1 - beta) * value;
}
