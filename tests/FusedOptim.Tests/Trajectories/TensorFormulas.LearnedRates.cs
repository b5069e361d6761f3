using FusedOptim.Tests.Kernels;
using static System.Math;

namespace FusedOptim.Tests.Trajectories;

internal static partial class TensorFormulas
{
    /// <summary>Defazio et al. (2024), equations 3 to 5, with all three sequences kept.</summary>
    private static TensorFormula ScheduleFreeSgd(RuleCase rule, double[] start)
    {
        var beta = rule["Beta"];
        var (z, average) = ((double[])start.Clone(), (double[])start.Clone());
        var sum = 0.0;
        return (y, g, t) =>
        {
            var gamma = rule["LearningRate"] * Min(1, t / rule["WarmupSteps"]);
            sum += gamma * gamma;
            var c = gamma * gamma / sum;
            for (var i = 0; i < y.Length; i++)
            {
                z[i] -= gamma * (g[i] + rule["WeightDecay"] * y[i]);
                average[i] = (1 - c) * average[i] + c * z[i];
                y[i] = (1 - beta) * z[i] + beta * average[i];
            }

            return average;
        };
    }

    /// <summary>Defazio et al. (2024), algorithm 1, with all three sequences kept.</summary>
    private static TensorFormula ScheduleFreeAdamW(RuleCase rule, double[] start)
    {
        var (beta1, beta2) = (rule["Beta1"], rule["Beta2"]);
        var (z, average, v) = ((double[])start.Clone(), (double[])start.Clone(), new double[start.Length]);
        var sum = 0.0;
        return (y, g, t) =>
        {
            var gamma = rule["LearningRate"] * Sqrt(1 - Pow(beta2, t)) * Min(1, t / rule["WarmupSteps"]);
            sum += gamma * gamma;
            var c = gamma * gamma / sum;
            for (var i = 0; i < y.Length; i++)
            {
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                z[i] = z[i] - gamma * g[i] / (Sqrt(v[i]) + rule["Epsilon"]) - gamma * rule["WeightDecay"] * y[i];
                average[i] = (1 - c) * average[i] + c * z[i];
                y[i] = (1 - beta1) * z[i] + beta1 * average[i];
            }

            return average;
        };
    }

    /// <summary>Defazio and Mishchenko (2023): the authors' dadapt_adam.py, decoupled, line by line.</summary>
    private static TensorFormula DAdaptation(RuleCase rule, double[] start)
    {
        var (beta1, beta2, epsilon) = (rule["Beta1"], rule["Beta2"], rule["Epsilon"]);
        var (m, v, s) = (new double[start.Length], new double[start.Length], new double[start.Length]);
        var (d, weightedNumerator) = (rule["InitialDistance"], 0.0);
        return (x, g, _) =>
        {
            var dlr = d * rule["LearningRate"];
            var (numerator, norm) = (0.0, 0.0);
            for (var i = 0; i < x.Length; i++)
            {
                numerator += dlr * (g[i] * (s[i] / (Sqrt(v[i]) + epsilon)));
                m[i] = beta1 * m[i] + dlr * (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
                s[i] = Sqrt(beta2) * s[i] + dlr * (1 - Sqrt(beta2)) * g[i];
                norm += Abs(s[i]);
            }

            weightedNumerator = Sqrt(beta2) * weightedNumerator + (1 - Sqrt(beta2)) * numerator;
            var estimate = weightedNumerator / ((1 - Sqrt(beta2)) * norm);
            d = Max(d, estimate);
            for (var i = 0; i < x.Length; i++)
            {
                x[i] -= rule["WeightDecay"] * dlr * x[i];
                x[i] -= m[i] / (Sqrt(v[i]) + epsilon);
            }

            return x;
        };
    }

    /// <summary>Mishchenko and Defazio (2024): the authors' prodigy.py, decoupled, line by line.</summary>
    private static TensorFormula Prodigy(RuleCase rule, double[] start)
    {
        var (beta1, beta2, d0) = (rule["Beta1"], rule["Beta2"], rule["InitialDistance"]);
        var beta3 = Sqrt(beta2);
        var origin = (double[])start.Clone();
        var (m, v, s) = (new double[start.Length], new double[start.Length], new double[start.Length]);
        var (d, greatest, numerator) = (d0, d0, 0.0);
        return (x, g, _) =>
        {
            var dlr = d * rule["LearningRate"];
            numerator *= beta3;
            var denominator = 0.0;
            var product = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                product += g[i] * (origin[i] - x[i]);
                m[i] = beta1 * m[i] + d * (1 - beta1) * g[i];
                v[i] = beta2 * v[i] + d * d * (1 - beta2) * (g[i] * g[i]);
                s[i] = beta3 * s[i] + d / d0 * dlr * g[i];
                denominator += Abs(s[i]);
            }

            numerator += d / d0 * dlr * product;
            var estimate = rule["Coefficient"] * numerator / denominator;
            if (d == d0)
                d = Max(d, estimate);
            greatest = Max(greatest, estimate);
            d = greatest;
            for (var i = 0; i < x.Length; i++)
            {
                x[i] -= rule["WeightDecay"] * dlr * x[i];
                x[i] -= dlr * m[i] / (Sqrt(v[i]) + d * rule["Epsilon"]);
            }

            return x;
        };
    }
}
