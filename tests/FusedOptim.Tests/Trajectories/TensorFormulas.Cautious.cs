using FusedOptim.Tests.Kernels;
using static System.Math;

namespace FusedOptim.Tests.Trajectories;

internal static partial class TensorFormulas
{
    /// <summary>The direction of one element, whose states are its own.</summary>
    private delegate double ElementDirection(double g, int t);

    /// <summary>
    /// Liang et al. (2024), algorithm 1 with the mask of the authors' code: mask / max(mean(mask), 0.001); weight decay is
    /// decoupled.
    /// </summary>
    private static TensorFormula Cautious(RuleCase rule, double[] start, Func<RuleCase, ElementDirection> directionOf)
    {
        ElementDirection[] directions = [.. start.Select(_ => directionOf(rule))];
        return (x, g, t) =>
        {
            double[] u = [.. directions.Select((direction, i) => direction(g[i], t))];
            double[] mask = [.. u.Select((direction, i) => direction * g[i] > 0 ? 1.0 : 0)];
            var share = Max(mask.Average(), 1e-3);
            for (var i = 0; i < x.Length; i++)
                x[i] = (1 - rule["LearningRate"] * rule["WeightDecay"]) * x[i] - rule["LearningRate"] * (u[i] * (mask[i] / share));
            return x;
        };
    }

    /// <summary>Yuan et al. (2025), algorithm 2 with the last batch's gradient in the place of the last point's.</summary>
    private static TensorFormula Mars(RuleCase rule, double[] start)
    {
        ElementDirection[] directions = [.. start.Select(_ => AdamDirection(rule))];
        var last = new double[start.Length];
        return (x, g, t) =>
        {
            double[] c = [.. g.Select((value, i) => value + rule["Gamma"] * (rule["Beta1"] / (1 - rule["Beta1"])) * (value - last[i]))];
            g.CopyTo(last, 0);
            var norm = Max(1, Norm(c));
            for (var i = 0; i < x.Length; i++)
            {
                var direction = directions[i](c[i] / norm, t);
                x[i] -= rule["LearningRate"] * (direction + rule["WeightDecay"] * x[i]);
            }

            return x;
        };
    }

    /// <summary>Kingma and Ba (2015), algorithm 1.</summary>
    private static ElementDirection AdamDirection(RuleCase rule)
    {
        var (beta1, beta2, m, v) = (rule["Beta1"], rule["Beta2"], 0.0, 0.0);
        return (g, t) =>
        {
            m = beta1 * m + (1 - beta1) * g;
            v = beta2 * v + (1 - beta2) * g * g;
            return m / (1 - Pow(beta1, t)) / (Sqrt(v / (1 - Pow(beta2, t))) + rule["Epsilon"]);
        };
    }

    /// <summary>Chen et al. (2023), algorithm 2.</summary>
    private static ElementDirection LionDirection(RuleCase rule)
    {
        var (beta1, beta2, m) = (rule["Beta1"], rule["Beta2"], 0.0);
        return (g, _) =>
        {
            var c = Sign(beta1 * m + (1 - beta1) * g);
            m = beta2 * m + (1 - beta2) * g;
            return c;
        };
    }
}
