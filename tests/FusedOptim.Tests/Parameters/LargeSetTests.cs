using FusedOptim.Rules;
using Xunit.Abstractions;

namespace FusedOptim.Tests.Parameters;

/// <summary>A model whose slabs are larger than 2 GiB each.</summary>
public class LargeSetTests(ITestOutputHelper output)
{
    private const int Probed = 1000;

    [Fact]
    public void SixHundredMillionParametersStepToTheirFarEnd()
    {
        const long needed = 9L << 30;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (available < needed)
        {
            output.WriteLine($"Not run: it takes {needed >> 30} GiB, and there are {available >> 30}.");
            return;
        }

        using var set = new ParameterSet<float>();
        var first = set.Add("first", ParameterKind.Weight, 400_000_000);
        var last = set.Add("last", ParameterKind.Weight, 200_000_000);
        var rule = new MomentumSgd(LearningRate: 0.5);
        using var optimizer = Optimizer.Create(set, rule);
        (Parameter<float> Parameter, int Start)[] probes =
            [(first, 0), (first, 399_999_000), (last, 0), (last, (1 << 29) - 400_000_000 - 500), (last, 199_999_000)];
        foreach (var (parameter, start) in probes)
        {
            for (var i = 0; i < Probed; i++)
                (parameter.Values[start + i], parameter.Gradients[start + i]) = (1 + i / 8f, i - 500);
        }

        var scale = optimizer.Step(new StepOptions { MaximumNorm = 1, ZeroGradients = true }).GradientScale;
        optimizer.Step();

        foreach (var (parameter, start) in probes)
        {
            var (values, gradients, momentum) = (new float[Probed], new float[Probed], new float[Probed]);
            for (var i = 0; i < Probed; i++)
                (values[i], gradients[i]) = (1 + i / 8f, i - 500);
            rule.Apply(1, values, gradients, momentum, gradientScale: scale);
            rule.Apply(2, values, new float[Probed], momentum);
            Assert.Equal(values, parameter.Values.Slice(start, Probed).ToArray());
            Assert.Equal(momentum, optimizer.GetState(parameter, "momentum_buffer").Slice(start, Probed).ToArray());
            Assert.All(parameter.Gradients.Slice(start, Probed).ToArray(), gradient => Assert.Equal(0, gradient));
        }

        Assert.Equal(0, first.Values[200_000_000]);
    }
}
