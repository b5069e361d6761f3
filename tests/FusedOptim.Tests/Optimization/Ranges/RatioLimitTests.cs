using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>The limits of single precision that docs/numerics.md states for ratios of norms and for MARS.</summary>
[Trait("Kind", "Documented")]
public class RatioLimitTests
{
    [Theory]
    [InlineData(1f, 3e-42f, true)]
    [InlineData(1f, 2.8e-42f, false)]
    [InlineData(1e19f, 3e-23f, true)]
    [InlineData(1e19f, 2.8e-23f, false)]
    public void LarsWithoutDecayHoldsGradientsDownToAShareOfTheValues(float value, float gradient, bool isFinite) =>
        Check(new Lars(WeightDecay: 0), value, gradient, isFinite);

    [Theory]
    [InlineData(3e-42, true)]
    [InlineData(1e-42, false)]
    public void ADecayKeepsLarsFiniteUnderTheLeastGradient(double decay, bool isFinite) =>
        Check(new Lars(WeightDecay: decay), 1, float.Epsilon, isFinite);

    [Theory]
    [InlineData(1e19f, 0.0, true)]
    [InlineData(1e30f, 0.0, false)]
    [InlineData(1e30f, 0.01, true)]
    public void LambHoldsValuesAboveItsGradientsAsStated(float value, double decay, bool isFinite) =>
        Check(new Lamb(WeightDecay: decay), value, 1e-25f, isFinite);

    [Fact]
    public void AMaximumBoundsTheRatio()
    {
        Check(new RatioDescent(), 1e19f, 1e-25f, isFinite: false);
        Check(new BoundedRatioDescent(), 1e19f, 1e-25f, isFinite: true);
    }

    [Theory]
    [InlineData(2.3e38f, false, true)]
    [InlineData(2.35e38f, false, false)]
    [InlineData(1.7e38f, true, true)]
    [InlineData(1.8e38f, true, false)]
    public void MarsHoldsCorrectedGradientsThatFloatHolds(float gradient, bool alternates, bool isFinite) =>
        Check(new Mars(), 1, gradient, isFinite, alternates);

    private static void Check(IUpdateRule rule, float value, float gradient, bool isFinite, bool alternates = false)
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 100);
        parameter.Values.Fill(value);
        using var optimizer = Optimizer.Create(set, rule);
        for (var step = 0; step < 3; step++)
        {
            parameter.Gradients.Fill(alternates && step % 2 == 1 ? -gradient : gradient);
            optimizer.Step();
        }

        foreach (var moved in parameter.Values)
            Assert.True(float.IsFinite(moved) == isFinite, FormattableString.Invariant($"The value is {moved:R}."));
    }
}
