using FusedOptim.Tests.Kernels;
using static System.Math;

namespace FusedOptim.Tests.Trajectories;

internal static partial class PaperFormulas
{
    /// <summary>Zhuang et al. (2020), algorithm 2, and decay as Loshchilov and Hutter (2019).</summary>
    private static PaperFormula AdaBelief(RuleCase rule)
    {
        var (beta1, beta2, epsilon) = (rule["Beta1"], rule["Beta2"], rule["Epsilon"]);
        var (m, s) = (0.0, 0.0);
        return (parameter, g, t) =>
        {
            m = beta1 * m + (1 - beta1) * g;
            s = beta2 * s + (1 - beta2) * Pow(g - m, 2) + epsilon;
            var mHat = m / (1 - Pow(beta1, t));
            var sHat = s / (1 - Pow(beta2, t));
            return Decayed(rule, parameter) - rule["LearningRate"] * mHat / (Sqrt(sHat) + epsilon);
        };
    }

    /// <summary>Zaheer et al. (2018), algorithm 2.</summary>
    private static PaperFormula Yogi(RuleCase rule)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var (m, v) = (0.0, rule["InitialAccumulator"]);
        return (parameter, g, _) =>
        {
            g += rule["WeightDecay"] * parameter;
            m = beta1 * m + (1 - beta1) * g;
            v = v > g * g ? v - (1 - beta2) * g * g : v + (1 - beta2) * g * g;
            return parameter - rule["LearningRate"] * m / (Sqrt(v) + rule["Epsilon"]);
        };
    }

    /// <summary>Luo et al. (2019), algorithm 2, with the bounds and the bias correction of the authors' code.</summary>
    private static PaperFormula AdaBound(RuleCase rule)
    {
        var (beta1, beta2, final, gamma) = (rule["Beta1"], rule["Beta2"], rule["FinalLearningRate"], rule["Gamma"]);
        var (m, v) = (0.0, 0.0);
        return (parameter, g, t) =>
        {
            g += rule["WeightDecay"] * parameter;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            var rate = rule["LearningRate"] * Sqrt(1 - Pow(beta2, t)) / (1 - Pow(beta1, t)) / (Sqrt(v) + rule["Epsilon"]);
            rate = Max(rate, final - final / (gamma * t + 1));
            rate = Min(rate, final + final / (gamma * t));
            return parameter - rate * m;
        };
    }

    /// <summary>Chen et al. (2018), algorithm 1, with epsilon and the bias corrections of the authors' code.</summary>
    private static PaperFormula PAdam(RuleCase rule)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var (m, v, largest) = (0.0, 0.0, 0.0);
        return (parameter, g, t) =>
        {
            g += rule["WeightDecay"] * parameter;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            largest = Max(largest, v);
            var rate = rule["LearningRate"] * Sqrt(1 - Pow(beta2, t)) / (1 - Pow(beta1, t));
            return parameter - rate * m / Pow(Sqrt(largest) + rule["Epsilon"], 2 * rule["Partial"]);
        };
    }

    /// <summary>Ma and Yarats (2019), equation 9: averages weighed by all gradients so far.</summary>
    private static PaperFormula QHAdam(RuleCase rule)
    {
        var (beta1, beta2, nu1, nu2) = (rule["Beta1"], rule["Beta2"], rule["Nu1"], rule["Nu2"]);
        var (m, v, weight1, weight2) = (0.0, 0.0, 0.0, 0.0);
        return (parameter, g, _) =>
        {
            g += rule["WeightDecay"] * parameter;
            (m, weight1) = (beta1 * m + g, beta1 * weight1 + 1);
            (v, weight2) = (beta2 * v + g * g, beta2 * weight2 + 1);
            var numerator = (1 - nu1) * g + nu1 * (m / weight1);
            var denominator = Sqrt((1 - nu2) * g * g + nu2 * (v / weight2)) + rule["Epsilon"];
            return parameter - rule["LearningRate"] * numerator / denominator;
        };
    }

    /// <summary>Ziyin et al. (2020), algorithm 1.</summary>
    private static PaperFormula LaProp(RuleCase rule)
    {
        var (mu, nu) = (rule["Beta1"], rule["Beta2"]);
        var (n, m) = (0.0, 0.0);
        return (parameter, g, t) =>
        {
            n = nu * n + (1 - nu) * g * g;
            m = mu * m + (1 - mu) * (g / (Sqrt(n / (1 - Pow(nu, t))) + rule["Epsilon"]));
            return Decayed(rule, parameter) - rule["LearningRate"] / (1 - Pow(mu, t)) * m;
        };
    }

    /// <summary>Pagliardini et al. (2025), algorithm 1 with the schedules of equations 3 and 4.</summary>
    private static PaperFormula AdEMAMix(RuleCase rule)
    {
        var (beta1, beta2, last, warmup) = (rule["Beta1"], rule["Beta2"], rule["Beta3"], rule["Warmup"]);
        var (m1, m2, nu) = (0.0, 0.0, 0.0);
        return (parameter, g, t) =>
        {
            var (alpha, beta3) = (rule["Alpha"], last);
            if (t < warmup)
            {
                alpha = Min(t * alpha / warmup, alpha);
                var (logStart, logLast) = (Log(beta1), Log(last));
                var share = t / warmup;
                beta3 = Min(Exp(logStart * logLast / ((1 - share) * logLast + share * logStart)), last);
            }

            m1 = beta1 * m1 + (1 - beta1) * g;
            m2 = beta3 * m2 + (1 - beta3) * g;
            nu = beta2 * nu + (1 - beta2) * g * g;
            var denominator = Sqrt(nu / (1 - Pow(beta2, t))) + rule["Epsilon"];
            var direction = (m1 / (1 - Pow(beta1, t)) + alpha * m2) / denominator;
            return parameter - rule["LearningRate"] * (direction + rule["WeightDecay"] * parameter);
        };
    }

    /// <summary>Taniguchi et al. (2024), algorithm 2, whose step 0 is the first.</summary>
    private static PaperFormula Adopt(RuleCase rule)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var (m, v) = (0.0, 0.0);
        return (parameter, g, step) =>
        {
            var t = step - 1;
            if (t == 0)
            {
                v = g * g;
                return Decayed(rule, parameter);
            }

            var normalized = g / Max(Sqrt(v), rule["Epsilon"]);
            var bound = Sqrt(Sqrt(t));
            m = beta1 * m + (1 - beta1) * Max(-bound, Min(bound, normalized));
            v = beta2 * v + (1 - beta2) * g * g;
            return Decayed(rule, parameter) - rule["LearningRate"] * m;
        };
    }

    /// <summary>Xie et al. (2024), algorithm 1, with the bias correction of the authors' code.</summary>
    private static PaperFormula Adan(RuleCase rule)
    {
        var (beta1, beta2, beta3, eta) = (rule["Beta1"], rule["Beta2"], rule["Beta3"], rule["LearningRate"]);
        var (m, v, n) = (0.0, 0.0, 0.0);
        double? last = null;
        return (parameter, g, t) =>
        {
            var difference = g - (last ?? g);
            last = g;
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * difference;
            n = beta3 * n + (1 - beta3) * Pow(g + beta2 * difference, 2);
            var rate = eta / (Sqrt(n / (1 - Pow(beta3, t))) + rule["Epsilon"]);
            var moved = parameter - rate * (m / (1 - Pow(beta1, t))) - rate * beta2 * (v / (1 - Pow(beta2, t)));
            return moved / (1 + eta * rule["WeightDecay"]);
        };
    }

    /// <summary>Kingma and Ba (2015), algorithm 1, whose direction something is made of before the step.</summary>
    private static PaperFormula AdamLike(RuleCase rule, Func<double, double, double> directionOf)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var (m, v) = (0.0, 0.0);
        return (parameter, g, t) =>
        {
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            var direction = m / (1 - Pow(beta1, t)) / (Sqrt(v / (1 - Pow(beta2, t))) + rule["Epsilon"]);
            return Decayed(rule, parameter) - rule["LearningRate"] * directionOf(direction, g);
        };
    }

    /// <summary>Loshchilov and Hutter (2019), algorithm 2, with the rate for the multiplier.</summary>
    private static double Decayed(RuleCase rule, double parameter) =>
        parameter - rule["LearningRate"] * rule["WeightDecay"] * parameter;
}
