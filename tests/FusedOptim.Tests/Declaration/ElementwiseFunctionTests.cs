
namespace FusedOptim.Tests;

public class ElementwiseFunctionTests
{
    public static TheoryData<string, double> Functions => new()
    {
        { "Exp", 1 },
        { "Log", 1 },
        { "Tanh", 2 },
        { "Logistic", 2 },
        { "Softplus", 1 },
        { "Erf", 1 },
        { "Cbrt", 1 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void IsWithinItsBoundOfTheCorrectlyRoundedResult(string name, double units)
    {
        var (function, reference) = Find(name);
        for (var i = 0; i < reference.Length; i += 2)
        {
            var argument = BitConverter.UInt64BitsToDouble(reference[i]);
            var expected = BitConverter.UInt64BitsToDouble(reference[i + 1]);
            AssertWithin(units, expected, function(argument), $"{name}({argument:R})");
        }
    }

    [Fact]
    public void TheAngleIsWithinItsBoundOfTheCorrectlyRoundedResult()
    {
        var reference = ElementwiseReference.Atan2;
        for (var i = 0; i < reference.Length; i += 3)
        {
            var (y, x) = (BitConverter.UInt64BitsToDouble(reference[i]), BitConverter.UInt64BitsToDouble(reference[i + 1]));
            var expected = BitConverter.UInt64BitsToDouble(reference[i + 2]);
            AssertWithin(1.1, expected, Elementwise.Atan2(y, x), $"Atan2({y:R}, {x:R})");
        }
    }

    [Theory]
    [InlineData("Exp", 1)]
    [InlineData("Log", 1)]
    [InlineData("Tanh", 2)]
    [InlineData("Logistic", 2)]
    [InlineData("Cbrt", 1)]
    public void AgreesWithTheCLibrary(string name, double units)
    {
        var (function, _) = Find(name);
        Func<double, double> library = name switch
        {
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Tanh" => Math.Tanh,
            "Cbrt" => Math.Cbrt,
            _ => x => 1 / (1 + Math.Exp(-x)),
        };
        for (var i = 1; i < 20_000; i++)
        {
            var argument = name == "Log" ? i * 1e-3 : (i - 10_000) * 1e-3;
            // The library has errors of its own: up to 2 units, 3 in the composed logistic.
            AssertWithin(units + 3, library(argument), function(argument), $"{name}({argument:R})");
        }
    }

    [Theory]
    [InlineData("Exp", 0.0, 1.0)]
    [InlineData("Exp", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Exp", double.NegativeInfinity, 0.0)]
    [InlineData("Exp", 709.79, double.PositiveInfinity)]
    [InlineData("Exp", -745.14, 0.0)]
    [InlineData("Exp", double.NaN, double.NaN)]
    [InlineData("Log", 0.0, double.NegativeInfinity)]
    [InlineData("Log", 1.0, 0.0)]
    [InlineData("Log", -1.0, double.NaN)]
    [InlineData("Log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Log", double.NegativeInfinity, double.NaN)]
    [InlineData("Log", double.NaN, double.NaN)]
    [InlineData("Tanh", 0.0, 0.0)]
    [InlineData("Tanh", double.PositiveInfinity, 1.0)]
    [InlineData("Tanh", double.NegativeInfinity, -1.0)]
    [InlineData("Tanh", double.NaN, double.NaN)]
    [InlineData("Logistic", 0.0, 0.5)]
    [InlineData("Logistic", double.PositiveInfinity, 1.0)]
    [InlineData("Logistic", double.NegativeInfinity, 0.0)]
    [InlineData("Logistic", double.NaN, double.NaN)]
    [InlineData("Softplus", 0.0, 0.6931471805599453)]
    [InlineData("Softplus", -745.2, 0.0)]
    [InlineData("Softplus", 1000.0, 1000.0)]
    [InlineData("Softplus", double.MaxValue, double.MaxValue)]
    [InlineData("Softplus", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Softplus", double.NegativeInfinity, 0.0)]
    [InlineData("Softplus", double.NaN, double.NaN)]
    [InlineData("Erf", 0.0, 0.0)]
    [InlineData("Erf", 6.0, 1.0)]
    [InlineData("Erf", double.MaxValue, 1.0)]
    [InlineData("Erf", double.PositiveInfinity, 1.0)]
    [InlineData("Erf", double.NegativeInfinity, -1.0)]
    [InlineData("Erf", double.NaN, double.NaN)]
    [InlineData("Cbrt", 0.0, 0.0)]
    [InlineData("Cbrt", -8.0, -2.0)]
    [InlineData("Cbrt", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("Cbrt", double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData("Cbrt", double.NaN, double.NaN)]
    public void SpecialValuesAreThoseOfIeee(string name, double argument, double expected)
    {
        var actual = Find(name).Function(argument);
        if (double.IsNaN(expected))
            Assert.True(double.IsNaN(actual));
        else
            Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(actual));
    }

    [Fact]
    public void ZerosKeepOrLoseTheirSignAsIeeeHasIt()
    {
        Assert.Equal(1.0, Elementwise.Exp(-0.0));
        Assert.Equal(double.NegativeInfinity, Elementwise.Log(-0.0));
        Assert.True(double.IsNegative(Elementwise.Tanh(-0.0)));
        Assert.Equal(0.5, Elementwise.Logistic(-0.0));
        Assert.Equal(Elementwise.Softplus(0.0), Elementwise.Softplus(-0.0));
        Assert.True(double.IsNegative(Elementwise.Erf(-0.0)));
        Assert.True(double.IsNegative(Elementwise.Cbrt(-0.0)));
    }

    private static (Func<double, double> Function, ulong[] Reference) Find(string name) => name switch
    {
        "Exp" => (Elementwise.Exp, ElementwiseReference.Exp),
        "Log" => (Elementwise.Log, ElementwiseReference.Log),
        "Tanh" => (Elementwise.Tanh, ElementwiseReference.Tanh),
        "Logistic" => (Elementwise.Logistic, ElementwiseReference.Logistic),
        "Softplus" => (Elementwise.Softplus, ElementwiseReference.Softplus),
        "Erf" => (Elementwise.Erf, ElementwiseReference.Erf),
        "Cbrt" => (Elementwise.Cbrt, ElementwiseReference.Cbrt),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such function."),
    };

    // The reference is correctly rounded: a result within n units of the true value is at most n doubles away, rounded
    // up.
    private static void AssertWithin(double units, double expected, double actual, string what)
    {
        var distance = Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual));
        Assert.True(distance <= units, $"{what} is {actual:R}, {distance} units from {expected:R}.");
    }
}
