using FusedOptim.Rules;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>Norms whose squares, or whose products with a scale, are outside of the range of double.</summary>
[Trait("Kind", "Roots")]
public class NormRangeTests
{
    private static readonly double s_rootOfTwo = Math.Sqrt(2);

    [Theory]
    [InlineData(1e-320)]
    [InlineData(1e-300)]
    [InlineData(1e-200)]
    [InlineData(1e-165)]
    [InlineData(1e-150)]
    [InlineData(1)]
    [InlineData(1e200)]
    [InlineData(1e308)]
    public void ANormIsThatOfItsGradientsWhateverTheirSize(double size)
    {
        using var set = Set(size, size);
        Assert.Equal(s_rootOfTwo * size, set.ComputeGradientNorm(), 1e-14 * size + double.Epsilon);
    }

    [Fact]
    public void SmallTensorsAddUp()
    {
        using var set = new ParameterSet<double>();
        var first = set.Add("first", ParameterKind.Weight, 3000);
        var second = set.Add("second", ParameterKind.Weight, 1);
        set.Add("third", ParameterKind.Weight, 5);
        first.Gradients.Fill(1e-200);
        second.Gradients.Fill(1e-199);
        // 3,000 additions, each rounded once.
        Assert.Equal(Math.Sqrt(3100) * 1e-200, set.ComputeGradientNorm(), Math.Sqrt(3100) * 1e-200 * 3000 * Math.ScaleB(1, -53));
    }

    [Fact]
    public void SmallGradientsAreNothingBesideOrdinaryOnes()
    {
        using var set = Set(1e-200, 3, 1e-320, 4);
        Assert.Equal(5, set.ComputeGradientNorm());
    }

    [Fact]
    public void AScaleThatMakesSmallGradientsLargeIsClipped()
    {
        using var set = Set(1e-200, 1e-200);
        Assert.Equal(1e200 / (s_rootOfTwo + 1e-6), set.ComputeClipScale(1, gradientScale: 1e200), 1e187);
        Assert.Equal(-1e200 / (s_rootOfTwo + 1e-6), set.ComputeClipScale(1, gradientScale: -1e200), 1e187);
    }

    [Fact]
    public void AScaledNormBeyondTheRangeOfDoubleIsClipped()
    {
        using var set = Set(1e300, 1e300);
        Assert.Equal(1 / (s_rootOfTwo * 1e300), set.ComputeClipScale(1, gradientScale: 1e300), 1e-314);
    }

    [Fact]
    public void AScaledNormThatUnderflowsIsNotClipped()
    {
        using var set = Set(1e-300, 1e-300);
        Assert.Equal(1e-300, set.ComputeClipScale(1e-5, gradientScale: 1e-300));
    }

    [Fact]
    public void AStepIsClippedToItsMaximumNorm()
    {
        using var set = Set(1e-200, 1e-200);
        using var optimizer = Optimizer.Create(set, new Sgd(LearningRate: 1));
        var report = optimizer.Step(new StepOptions { GradientScale = 1e200, MaximumNorm = 1 });
        Assert.Equal(s_rootOfTwo, report.GradientNorm, 1e-14);
        Assert.Equal(-1 / (s_rootOfTwo + 1e-6), set["weight"].Values[0], 1e-14);
    }

    [Fact]
    public void TensorsAreClippedByNormsOfSmallGradients()
    {
        using var set = Set(1e-200, 1e-200);
        Assert.Equal(1, set.ClipByTensorNorm(0.5, gradientScale: 1e200));
        Assert.Equal(1e-200 * 0.5 / (s_rootOfTwo + 1e-6), set["weight"].Gradients[0], 1e-213);
    }

    [Fact]
    public void FloatsAreClippedByAFactorBelowTheirRange()
    {
        using var set = new ParameterSet<float>();
        var parameter = set.Add("weight", ParameterKind.Weight, 2);
        parameter.Gradients.Fill(3e38f);
        Assert.Equal(1, set.ClipByTensorNorm(1e-10));
        Assert.Equal(1e-10 / s_rootOfTwo, parameter.Gradients[0], 1e-16);
    }

    [Fact]
    public void DoublesAreClippedByAFactorBelowTheirRange()
    {
        using var set = Set(1e300, 1e300);
        Assert.Equal(1, set.ClipByTensorNorm(1e-20));
        Assert.Equal(1e-20 / s_rootOfTwo, set["weight"].Gradients[0], 1e-33);
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void UnitsAreClippedByNormsOfAnySize(double size)
    {
        using var set = Set(size, size);
        set["weight"].Values.Fill(size);
        Assert.Equal(1, set.ClipByUnitNorm(ratio: 0.01, minimumNorm: 1e-250));
        Assert.Equal(0.01 * size, set["weight"].Gradients[0], 1e-14 * size);
    }

    [Fact]
    public void AUnitOfTinyGradientsIsNotClipped()
    {
        using var set = Set(1e-200, 1e-200);
        set["weight"].Values.Fill(1e-200);
        Assert.Equal(0, set.ClipByUnitNorm(ratio: 1.5, minimumNorm: 1e-250));
        Assert.Equal(1e-200, set["weight"].Gradients[0]);
    }

    private static ParameterSet<double> Set(params double[] gradients)
    {
        var set = new ParameterSet<double>();
        gradients.CopyTo(set.Add("weight", ParameterKind.Weight, gradients.Length).Gradients);
        return set;
    }
}
