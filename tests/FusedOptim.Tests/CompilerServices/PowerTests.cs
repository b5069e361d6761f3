using FsCheck;
using FsCheck.Fluent;
using FusedOptim.CompilerServices;

namespace FusedOptim.Tests.CompilerServices;

public class PowerTests
{
    [Theory]
    [InlineData(0.9, 0, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(0.9, 1, 0.9)]
    [InlineData(-0.5, 3, -0.125)]
    [InlineData(2, 1023, 8.98846567431158e307)]
    [InlineData(2, 1024, double.PositiveInfinity)]
    [InlineData(2, -3, 0.125)]
    [InlineData(0, -1, double.PositiveInfinity)]
    [InlineData(0.999, int.MaxValue, 0)]
    [InlineData(2, int.MinValue, 0)]
    [InlineData(1, int.MinValue, 1)]
    public void KnownPowers(double value, int exponent, double expected) =>
        Assert.Equal(expected, KernelMath.Power(value, exponent));

    /// <summary>
    /// A chain of n − 1 products of n factors errs by at most n − 1 units of 2⁻⁵³, in whatever order they are taken
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1). Math.Pow itself errs by less than two.
    /// </summary>
    [Fact]
    public void RepeatedSquaringErrsByAtMostOneRoundingAFactor()
    {
        var bases = Gen.Choose(1, 1_000_000).Select(parts => 1 - parts / 1_000_001.0);
        var exponents = Gen.Choose(1, 5_000);
        Prop.ForAll(bases.Zip(exponents).ToArbitrary(), pair =>
        {
            var (value, exponent) = pair;
            var expected = Math.Pow(value, exponent);
            // Products below the normal range keep fewer bits.
            if (expected < 1e-290)
                return KernelMath.Power(value, exponent) < 1e-289;
            var error = Math.Abs(KernelMath.Power(value, exponent) - expected);
            return error <= (exponent + 1) * Math.ScaleB(expected, -53);
        }).CheckSeeded(5_000);
    }

    [Fact]
    public void ClampBoundsAreCheckedAsMathClampDoes()
    {
        Assert.Equal(-1, KernelMath.CheckClampBounds(-1, 1));
        Assert.Equal(1, KernelMath.CheckClampBounds(1, 1));
        var exception = Assert.Throws<ArgumentException>(() => KernelMath.CheckClampBounds(2, 1));
        Assert.Contains("from 2 to 1", exception.Message, StringComparison.Ordinal);
    }
}
