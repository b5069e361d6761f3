using FusedOptim.Rules;

namespace FusedOptim.Tests.Formats;

/// <summary>Parameters in half precision near its least number.</summary>
[Trait("Kind", "Formats")]
public class HalfElementTests
{
    [Theory]
    [InlineData(3e-12)]
    [InlineData(5e-12)]
    [InlineData(7e-12)]
    public void StochasticRoundingOfSmallParametersIsRightInTheMean(double value)
    {
        const int count = 1 << 20;
        using var set = new ParameterSet<Half>();
        var parameter = set.Add("x", ParameterKind.Weight, count);
        parameter.Gradients.Fill((Half)(-1));
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: value));

        optimizer.Step();

        var mean = parameter.Values.ToArray().Average(element => (double)element);
        // 2⁻¹⁷ of the least number, and five standard deviations of the mean.
        var least = Math.ScaleB(1, -24);
        var tolerance = Math.ScaleB(least, -17) + 5 * Math.Sqrt(value * least / count);
        Assert.Equal(value, mean, tolerance);
    }
}
