using FusedOptim.Rules;
using FusedOptim.TorchTests.Harness;
using TorchSharp;
using static TorchSharp.torch;

namespace FusedOptim.TorchTests.Trajectories;

/// <summary>TorchSharp's RAdam multiplies rectified steps by the learning rate twice, which PyTorch does not do. Both agree where the
/// rate is 1.</summary>
public sealed class RAdamTests
{
    private const int Count = 50;
    private const int StepCount = 100;

    [Fact]
    public void StepsAgreeWithTorchSharpWhereTheRateIs1()
    {
        var expected = Run(optim.RAdam([Start(out var theirs)], 1, weight_decay: 0.01), theirs);
        var actual = Run(FusedOptimizer.Create([("weight", Start(out var ours))], new RAdam(1) { WeightDecay = 0.01 }), ours);
        Assert.InRange(Differences.Greatest(expected, actual), 0, 1e-12);
    }

    [Fact]
    public void StepsAgreeWithTheFormulaOfPyTorchForOtherRates()
    {
        const double rate = 0.01;
        var actual = Run(FusedOptimizer.Create([("weight", Start(out var ours))], new RAdam(rate)), ours);

        using var start = Start(out _);
        var values = start.data<double>().ToArray();
        var (m, v) = (new double[Count], new double[Count]);
        for (var step = 1; step <= StepCount; step++)
        {
            using var gradient = Gradient(step);
            var g = gradient.data<double>().ToArray();
            var longest = 2 / (1 - 0.999) - 1;
            var length = longest - 2 * step * Math.Pow(0.999, step) / (1 - Math.Pow(0.999, step));
            for (var i = 0; i < Count; i++)
            {
                m[i] = 0.9 * m[i] + (1 - 0.9) * g[i];
                v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i];
                var corrected = m[i] / (1 - Math.Pow(0.9, step));
                values[i] -= length <= 5 ? rate * corrected : rate * corrected
                    * Math.Sqrt((length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length))
                    * Math.Sqrt(1 - Math.Pow(0.999, step)) / (Math.Sqrt(v[i]) + 1e-8);
            }
        }

        Assert.InRange(Differences.Greatest(values, actual), 0, 1e-12);
    }

    private static TorchSharp.Modules.Parameter Start(out TorchSharp.Modules.Parameter parameter)
    {
        manual_seed(3);
        return parameter = new(randn(Count, ScalarType.Float64));
    }

    private static Tensor Gradient(int step)
    {
        manual_seed(100 + step);
        return randn(Count, ScalarType.Float64);
    }

    private static double[] Run(optim.Optimizer optimizer, TorchSharp.Modules.Parameter parameter)
    {
        using (optimizer)
        using (parameter)
        {
            for (var step = 1; step <= StepCount; step++)
            {
                using var scope = NewDisposeScope();
                parameter.grad = Gradient(step);
                optimizer.step();
            }

            return parameter.data<double>().ToArray();
        }
    }
}
