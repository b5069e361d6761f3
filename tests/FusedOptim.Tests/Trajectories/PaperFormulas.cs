using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;
using static System.Math;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// The rules that PyTorch does not have, written from their papers for one element, with the hyperparameters of a case.
/// </summary>
internal static partial class PaperFormulas
{
    private static readonly Dictionary<string, Func<RuleCase, PaperFormula>> Formulas = new()
    {
        [nameof(AdaBelief)] = AdaBelief,
        [nameof(Yogi)] = Yogi,
        [nameof(AdaBound)] = AdaBound,
        [nameof(PAdam)] = PAdam,
        [nameof(QHAdam)] = QHAdam,
        [nameof(LaProp)] = LaProp,
        [nameof(AdEMAMix)] = AdEMAMix,
        [nameof(Adopt)] = Adopt,
        [nameof(Adan)] = Adan,
        [nameof(AggMo)] = AggMo,
        [nameof(Ftrl)] = Ftrl,
        [nameof(ProximalAdaGrad)] = ProximalAdaGrad,
        [nameof(Lion)] = Lion,
        [nameof(Tiger)] = SignOfMomentum,
        [nameof(Signum)] = SignOfMomentum,
        [nameof(Grams)] = rule => AdamLike(rule, (u, g) => Sign(g) * Abs(u)),
    };

    /// <summary>The names of the rules that have a formula here.</summary>
    public static IEnumerable<string> Rules => Formulas.Keys;

    /// <summary>The cases of <see cref="ShippedRules"/> whose rules have a formula here.</summary>
    public static TheoryData<string> Names =>
        [.. ShippedRules.All.Where(rule => Formulas.ContainsKey(rule.Schema.Name)).Select(rule => rule.Name)];

    /// <summary>The formula of a rule, at the start.</summary>
    public static PaperFormula Create(RuleCase rule) => Formulas[rule.Schema.Name](rule);

    /// <summary>McMahan et al. (2013), algorithm 1.</summary>
    private static PaperFormula Ftrl(RuleCase rule)
    {
        var (alpha, beta, l1, l2) = (rule["LearningRate"], rule["Beta"], rule["L1"], rule["L2"]);
        var (z, n) = (0.0, rule["InitialAccumulator"]);
        return (parameter, g, _) =>
        {
            var sigma = (Sqrt(n + g * g) - Sqrt(n)) / alpha;
            z = z + g - sigma * parameter;
            n += g * g;
            return Abs(z) <= l1 ? 0 : -(z - Sign(z) * l1) / ((beta + Sqrt(n)) / alpha + l2);
        };
    }

    /// <summary>
    /// Duchi et al. (2011): the minimum over x of g·x + λ₁|x| + λ₂x²/2 + (x − θ)²√s/2η, found where its derivative is zero.
    /// </summary>
    private static PaperFormula ProximalAdaGrad(RuleCase rule)
    {
        var (eta, l1, l2) = (rule["LearningRate"], rule["L1"], rule["L2"]);
        var s = rule["InitialAccumulator"];
        return (parameter, g, _) =>
        {
            s += g * g;
            var curvature = Sqrt(s) / eta;
            var pull = curvature * parameter - g;
            return Abs(pull) <= l1 ? 0 : (pull - Sign(pull) * l1) / (curvature + l2);
        };
    }

    /// <summary>Lucas et al. (2019), equation 2, with velocities that point downhill.</summary>
    private static PaperFormula AggMo(RuleCase rule)
    {
        double[] betas = [rule["Beta1"], rule["Beta2"], rule["Beta3"]];
        var velocities = new double[betas.Length];
        return (parameter, g, _) =>
        {
            var gradient = g + rule["WeightDecay"] * parameter;
            for (var i = 0; i < betas.Length; i++)
                velocities[i] = betas[i] * velocities[i] - gradient;
            return parameter + rule["LearningRate"] / betas.Length * velocities.Sum();
        };
    }

    /// <summary>Chen et al. (2023), algorithm 2.</summary>
    private static PaperFormula Lion(RuleCase rule)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var m = 0.0;
        return (parameter, g, _) =>
        {
            double c = Sign(beta1 * m + (1 - beta1) * g);
            m = beta2 * m + (1 - beta2) * g;
            return parameter - rule["LearningRate"] * (c + rule["WeightDecay"] * parameter);
        };
    }

    /// <summary>Bernstein et al. (2018), algorithm 2.</summary>
    private static PaperFormula SignOfMomentum(RuleCase rule)
    {
        var m = 0.0;
        return (parameter, g, _) =>
        {
            m = rule["Beta"] * m + (1 - rule["Beta"]) * g;
            return parameter - rule["LearningRate"] * (Sign(m) + rule["WeightDecay"] * parameter);
        };
    }
}
