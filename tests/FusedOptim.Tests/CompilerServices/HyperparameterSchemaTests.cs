using System.Globalization;
using FusedOptim.Schema;

namespace FusedOptim.Tests.CompilerServices;

public class HyperparameterSchemaTests
{
    private static readonly HyperparameterSchema Unbounded = new("Rule", "Rate", 1);
    private static readonly HyperparameterSchema UnitInterval =
        new("Rule", "Beta", 0.9) { Minimum = 0, Maximum = 1, MaximumIsExclusive = true };

    [Theory]
    [InlineData(-0.0)]
    [InlineData(-1e300)]
    [InlineData(double.MaxValue)]
    [InlineData(double.MinValue)]
    [InlineData(double.Epsilon)]
    public void WithoutBoundsEveryFiniteValueComesBackUnchanged(double value) =>
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(Unbounded.Check(value)));

    [Fact]
    public void ARangeFromZeroHasNoNegativeZero() =>
        Assert.Equal(0L, BitConverter.DoubleToInt64Bits(UnitInterval.Check(-0.0)));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NaNAndInfinitiesAreRefusedEverywhere(double value)
    {
        foreach (var schema in (HyperparameterSchema[])
                 [Unbounded, UnitInterval, Unbounded with { Minimum = double.MinValue, Maximum = double.MaxValue }])
        {
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => schema.Check(value));
            Assert.Equal(schema.Name, exception.ParamName);
        }
    }

    [Fact]
    public void BoundsBelongToTheRangeUnlessTheyAreExclusive()
    {
        Assert.Equal(0, UnitInterval.Check(0.0));
        Assert.Equal(Math.BitDecrement(1), UnitInterval.Check(Math.BitDecrement(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitInterval.Check(1.0));
        Assert.Throws<ArgumentOutOfRangeException>(() => UnitInterval.Check(Math.BitDecrement(0)));
        var open = UnitInterval with { MinimumIsExclusive = true, MaximumIsExclusive = false };
        Assert.Throws<ArgumentOutOfRangeException>(() => open.Check(0.0));
        Assert.Equal(double.Epsilon, open.Check(double.Epsilon));
        Assert.Equal(1, open.Check(1.0));
    }

    [Fact]
    public void TheMessageNamesRuleHyperparameterValueAndRange()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => UnitInterval.Check(1.5));
        Assert.Equal("Beta", exception.ParamName);
        Assert.Equal(1.5, exception.ActualValue);
        Assert.StartsWith(
            "Rule.Beta is 1.5; it must be at least 0 and less than 1.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheMessageDoesNotDependOnTheCulture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var schema = UnitInterval with { Minimum = 0.25 };
            var exception = Assert.Throws<ArgumentOutOfRangeException>(() => schema.Check(1.5));
            Assert.StartsWith(
                "Rule.Beta is 1.5; it must be at least 0.25 and less than 1.",
                exception.Message,
                StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void IntegersAreCheckedLikeOtherValues()
    {
        var schema = new HyperparameterSchema("Rule", "Steps", 5) { Minimum = 1, Maximum = 10, IsInteger = true };
        Assert.Equal(10, schema.Check(10));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => schema.Check(11));
        Assert.StartsWith(
            "Rule.Steps is 11; it must be at least 1 and at most 10.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, false, false, "finite")]
    [InlineData(double.MinValue, double.MaxValue, false, false, "finite")]
    [InlineData(0, double.PositiveInfinity, false, false, "at least 0 and finite")]
    [InlineData(0, double.MaxValue, true, false, "greater than 0 and finite")]
    [InlineData(double.NegativeInfinity, 2.5, false, false, "at most 2.5 and finite")]
    [InlineData(0, 1, true, true, "greater than 0 and less than 1")]
    public void TheRangeIsSaidInWords(
        double minimum, double maximum, bool minimumIsExclusive, bool maximumIsExclusive, string expected)
    {
        var schema = new HyperparameterSchema("Rule", "Name", 0)
        {
            Minimum = minimum,
            Maximum = maximum,
            MinimumIsExclusive = minimumIsExclusive,
            MaximumIsExclusive = maximumIsExclusive,
        };
        Assert.Equal(expected, schema.Allowed);
    }
}
