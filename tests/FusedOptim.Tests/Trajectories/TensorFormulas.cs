using FusedOptim.Rules;
using FusedOptim.Tests.Kernels;
using static System.Math;

namespace FusedOptim.Tests.Trajectories;

/// <summary>
/// The rules of several phases, written from their papers or their authors' code, with the hyperparameters of a case.
/// </summary>
internal static partial class TensorFormulas
{
    private static readonly Dictionary<string, Func<RuleCase, double[], TensorFormula>> Formulas = new()
    {
        [nameof(Lamb)] = Lamb,
        [nameof(Lars)] = Lars,
        [nameof(NovoGrad)] = NovoGrad,
        [nameof(StableAdamW)] = StableAdamW,
        [nameof(CautiousAdamW)] = (rule, start) => Cautious(rule, start, AdamDirection),
        [nameof(CautiousLion)] = (rule, start) => Cautious(rule, start, LionDirection),
        [nameof(Mars)] = Mars,
        [nameof(ScheduleFreeSgd)] = ScheduleFreeSgd,
        [nameof(ScheduleFreeAdamW)] = ScheduleFreeAdamW,
        [nameof(DAdaptation)] = DAdaptation,
        [nameof(Prodigy)] = Prodigy,
    };

    /// <summary>The names of the rules that have a formula here.</summary>
    public static IEnumerable<string> Rules => Formulas.Keys;

    /// <summary>The cases of <see cref="ShippedRules"/> whose rules have a formula here.</summary>
    public static TheoryData<string> Names =>
        [.. ShippedRules.All.Where(rule => Formulas.ContainsKey(rule.Schema.Name)).Select(rule => rule.Name)];

    /// <summary>The formula of a rule, at the start.</summary>
    public static TensorFormula Create(RuleCase rule, double[] x) => Formulas[rule.Schema.Name](rule, x);

    /// <summary>You et al. (2020), algorithm 2; a ratio without a norm is 1.</summary>
    private static TensorFormula Lamb(RuleCase rule, double[] start)
    {
        var (beta1, beta2, epsilon, lambda) = (rule["Beta1"], rule["Beta2"], rule["Epsilon"], rule["WeightDecay"]);
        var (m, v, u) = (new double[start.Length], new double[start.Length], new double[start.Length]);
        return (x, g, t) =>
        {
            for (var i = 0; i < x.Length; i++)
            {
                m[i] = beta1 * m[i] + (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                var mHat = m[i] / (1 - Pow(beta1, t));
                var vHat = v[i] / (1 - Pow(beta2, t));
                u[i] = mHat / (Sqrt(vHat) + epsilon) + lambda * x[i];
            }

            var ratio = Norm(x) > 0 && Norm(u) > 0 ? Norm(x) / Norm(u) : 1;
            for (var i = 0; i < x.Length; i++)
                x[i] -= rule["LearningRate"] * ratio * u[i];
            return x;
        };
    }

    /// <summary>You, Gitman and Ginsburg (2017), algorithm 1; a local rate without a norm is 1.</summary>
    private static TensorFormula Lars(RuleCase rule, double[] start)
    {
        var (gamma, beta) = (rule["LearningRate"], rule["WeightDecay"]);
        var v = new double[start.Length];
        return (x, g, _) =>
        {
            var lambda = Norm(x) > 0 && Norm(g) > 0
                ? rule["TrustCoefficient"] * Norm(x) / (Norm(g) + beta * Norm(x))
                : 1;
            for (var i = 0; i < x.Length; i++)
            {
                v[i] = rule["Momentum"] * v[i] + gamma * lambda * (g[i] + beta * x[i]);
                x[i] -= v[i];
            }

            return x;
        };
    }

    /// <summary>Ginsburg et al. (2019), algorithm 1.</summary>
    private static TensorFormula NovoGrad(RuleCase rule, double[] start)
    {
        var m = new double[start.Length];
        var v = 0.0;
        return (x, g, t) =>
        {
            var square = Norm(g) * Norm(g);
            v = t == 1 ? square : rule["Beta2"] * v + (1 - rule["Beta2"]) * square;
            for (var i = 0; i < x.Length; i++)
            {
                m[i] = rule["Beta1"] * m[i] + g[i] / (Sqrt(v) + rule["Epsilon"]) + rule["WeightDecay"] * x[i];
                x[i] -= rule["LearningRate"] * m[i];
            }

            return x;
        };
    }

    /// <summary>Wortsman et al. (2023), algorithm 2.</summary>
    private static TensorFormula StableAdamW(RuleCase rule, double[] start)
    {
        var (beta1, beta2, epsilon) = (rule["Beta1"], rule["Beta2"], rule["Epsilon"]);
        var (v, u) = (new double[start.Length], new double[start.Length]);
        return (x, g, t) =>
        {
            var beta1Hat = beta1 * (1 - Pow(beta1, t - 1)) / (1 - Pow(beta1, t));
            var beta2Hat = beta2 * (1 - Pow(beta2, t - 1)) / (1 - Pow(beta2, t));
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                v[i] = beta1Hat * v[i] + (1 - beta1Hat) * g[i];
                u[i] = beta2Hat * u[i] + (1 - beta2Hat) * g[i] * g[i];
                sum += g[i] * g[i] / Max(u[i], epsilon * epsilon);
            }

            var eta = rule["LearningRate"] / Max(1, Sqrt(sum / x.Length));
            for (var i = 0; i < x.Length; i++)
                x[i] = x[i] - eta * rule["WeightDecay"] * x[i] - eta * v[i] / (Sqrt(u[i]) + epsilon);
            return x;
        };
    }

    private static double Norm(double[] x) => Sqrt(x.Sum(value => value * value));
}
