namespace FusedOptim.Samples.Tests.Rules;

/// <summary>
/// The rules of the sample as plain loops over the tensors of a model, written from the papers: each makes a step from memory of its own.
/// </summary>
internal static class PaperLoops
{
    /// <summary>RAdam on centralized gradients, inside Lookahead.</summary>
    public static PaperStep Ranger(Model model)
    {
        const double rate = 1e-2, beta1 = 0.95, beta2 = 0.999, epsilon = 1e-5;
        var (m, v, slow) = (model.Zeros(), model.Zeros(), model.Copy());
        return (step, values, gradients) => model.ForEach((tensor, i) =>
        {
            var g = gradients[tensor][i];
            if (model.Shapes[tensor] is { Length: > 1 } shape)
            {
                var columns = values[tensor].Length / shape[0];
                double sum = 0;
                for (var k = i / columns * columns; k < (i / columns + 1) * columns; k++)
                    sum += gradients[tensor][k];
                g -= sum / columns;
            }

            m[tensor][i] = beta1 * m[tensor][i] + (1 - beta1) * g;
            v[tensor][i] = beta2 * v[tensor][i] + (1 - beta2) * g * g;
            var mHat = m[tensor][i] / (1 - Math.Pow(beta1, step));
            var longest = 2 / (1 - beta2) - 1;
            var rho = longest - 2 * step * Math.Pow(beta2, step) / (1 - Math.Pow(beta2, step));
            if (rho > 4)
            {
                var l = 1 / (Math.Sqrt(v[tensor][i] / (1 - Math.Pow(beta2, step))) + epsilon);
                var r = Math.Sqrt((rho - 4) * (rho - 2) * longest / ((longest - 4) * (longest - 2) * rho));
                values[tensor][i] -= rate * r * mHat * l;
            }
            else
            {
                values[tensor][i] -= rate * mHat;
            }

            if (step % 6 == 0)
                values[tensor][i] = slow[tensor][i] += 0.5 * (values[tensor][i] - slow[tensor][i]);
        });
    }

    public static PaperStep Adai(Model model)
    {
        const double rate = 0.1, beta0 = 0.1, beta2 = 0.99, epsilon = 1e-3;
        var (m, v, products) = (model.Zeros(), model.Zeros(), model.Zeros());
        model.ForEach((tensor, i) => products[tensor][i] = 1);
        return (step, values, gradients) =>
        {
            double mean = 0;
            model.ForEach((tensor, i) =>
            {
                v[tensor][i] = beta2 * v[tensor][i] + (1 - beta2) * gradients[tensor][i] * gradients[tensor][i];
                mean += v[tensor][i] / (1 - Math.Pow(beta2, step)) / model.Count;
            });
            model.ForEach((tensor, i) =>
            {
                var mu = Math.Clamp(1 - beta0 / mean * (v[tensor][i] / (1 - Math.Pow(beta2, step))), 0, 1 - epsilon);
                m[tensor][i] = mu * m[tensor][i] + (1 - mu) * gradients[tensor][i];
                products[tensor][i] *= mu;
                values[tensor][i] -= rate * m[tensor][i] / (1 - products[tensor][i]);
            });
        };
    }

    public static PaperStep Madgrad(Model model)
    {
        const double rate = 1e-2, c = 0.1, epsilon = 1e-6;
        var (s, nu, start) = (model.Zeros(), model.Zeros(), model.Copy());
        return (step, values, gradients) => model.ForEach((tensor, i) =>
        {
            // k of the paper is one less.
            var lambda = rate * Math.Sqrt(step);
            s[tensor][i] += lambda * gradients[tensor][i];
            nu[tensor][i] += lambda * (gradients[tensor][i] * gradients[tensor][i]);
            var z = start[tensor][i] - 1 / (Math.Cbrt(nu[tensor][i]) + epsilon) * s[tensor][i];
            values[tensor][i] = (1 - c) * values[tensor][i] + c * z;
        });
    }

    public static PaperStep AdaNorm(Model model)
    {
        const double rate = 1e-2, beta1 = 0.9, beta2 = 0.999, gamma = 0.95, epsilon = 1e-8;
        var (m, v, averages) = (model.Zeros(), model.Zeros(), new double[model.Shapes.Length]);
        return (step, values, gradients) =>
        {
            var norms = gradients.Select(Norm).ToArray();
            for (var tensor = 0; tensor < norms.Length; tensor++)
                averages[tensor] = gamma * averages[tensor] + (1 - gamma) * norms[tensor];
            model.ForEach((tensor, i) =>
            {
                var g = gradients[tensor][i];
                var s = averages[tensor] > norms[tensor] ? averages[tensor] / norms[tensor] * g : g;
                m[tensor][i] = beta1 * m[tensor][i] + (1 - beta1) * s;
                v[tensor][i] = beta2 * v[tensor][i] + (1 - beta2) * g * g;
                var (mHat, vHat) = (m[tensor][i] / (1 - Math.Pow(beta1, step)), v[tensor][i] / (1 - Math.Pow(beta2, step)));
                values[tensor][i] -= rate * mHat / (Math.Sqrt(vHat) + epsilon);
            });
        };
    }

    public static PaperStep AdamAtan2(Model model)
    {
        const double rate = 1e-2, beta1 = 0.9, beta2 = 0.999, decay = 0.1;
        var (m, v) = (model.Zeros(), model.Zeros());
        return (step, values, gradients) => model.ForEach((tensor, i) =>
        {
            m[tensor][i] = beta1 * m[tensor][i] + (1 - beta1) * gradients[tensor][i];
            v[tensor][i] = beta2 * v[tensor][i] + (1 - beta2) * gradients[tensor][i] * gradients[tensor][i];
            var (mHat, vHat) = (m[tensor][i] / (1 - Math.Pow(beta1, step)), v[tensor][i] / (1 - Math.Pow(beta2, step)));
            values[tensor][i] -= rate * (Math.Atan2(mHat, Math.Sqrt(vHat)) + decay * values[tensor][i]);
        });
    }

    public static PaperStep StableSpam(Model model)
    {
        const double rate = 1e-2, beta1 = 0.9, beta2 = 0.999, gamma1 = 0.7, gamma2 = 0.9, theta = 0.999, epsilon = 1e-8;
        const int interval = 30;
        var (m, v) = (model.Zeros(), model.Zeros());
        var (maxima, mNorms, vNorms) = (new double[model.Shapes.Length], new double[model.Shapes.Length], new double[model.Shapes.Length]);
        var t = 0;
        return (step, values, gradients) =>
        {
            t = step % interval == 0 ? 1 : t + 1;
            for (var tensor = 0; tensor < values.Length; tensor++)
            {
                if (step % interval == 0)
                    (m[tensor], v[tensor]) = (new double[m[tensor].Length], new double[v[tensor].Length]);
                var greatest = gradients[tensor].Max(Math.Abs);
                maxima[tensor] = theta * maxima[tensor] + (1 - theta) * greatest;
                var threshold = maxima[tensor] / (1 - Math.Pow(theta, step));
                var clipped = gradients[tensor].Select(g => Math.Abs(g) > threshold ? g / greatest * threshold : g).ToArray();
                var norm = Norm(clipped);
                mNorms[tensor] = gamma1 * mNorms[tensor] + (1 - gamma1) * norm;
                vNorms[tensor] = gamma2 * vNorms[tensor] + (1 - gamma2) * norm * norm;
                var (mNormHat, vNormHat) = (mNorms[tensor] / (1 - Math.Pow(gamma1, step)), vNorms[tensor] / (1 - Math.Pow(gamma2, step)));
                for (var i = 0; i < clipped.Length; i++)
                {
                    var g = clipped[i] / norm * mNormHat / (Math.Sqrt(vNormHat) + epsilon);
                    m[tensor][i] = beta1 * m[tensor][i] + (1 - beta1) * g;
                    v[tensor][i] = beta2 * v[tensor][i] + (1 - beta2) * g * g;
                    var (mHat, vHat) = (m[tensor][i] / (1 - Math.Pow(beta1, t)), v[tensor][i] / (1 - Math.Pow(beta2, t)));
                    values[tensor][i] -= rate * mHat / (Math.Sqrt(vHat) + epsilon);
                }
            }
        };
    }

    public static PaperStep DoG(Model model)
    {
        const double relative = 1e-2, epsilon = 1e-8;
        var start = model.Copy();
        double farthest = 0, total = 0;
        return (step, values, gradients) =>
        {
            double distance = 0, size = 0;
            model.ForEach((tensor, i) =>
            {
                distance += Math.Pow(values[tensor][i] - start[tensor][i], 2);
                size += Math.Pow(start[tensor][i], 2);
                total += Math.Pow(gradients[tensor][i], 2);
            });
            farthest = step == 1 ? relative * (1 + Math.Sqrt(size)) : Math.Max(farthest, Math.Sqrt(distance));
            model.ForEach((tensor, i) => values[tensor][i] -= farthest / Math.Sqrt(total + epsilon) * gradients[tensor][i]);
        };
    }

    private static double Norm(double[] values) => Math.Sqrt(values.Sum(value => value * value));
}
