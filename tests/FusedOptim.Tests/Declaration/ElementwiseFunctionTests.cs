
namespace FusedOptim.Tests;

public class ElementwiseFunctionTests
{
    public static TheoryData<string, double> Functions => new()
    {
        { "Exp", 1 },
        { "Log", 1 },
        { "Tanh", 2 },
        { "Logistic", 2 },
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

    [Theory]
    [MemberData(nameof(Functions))]
    public void AgreesWithTheCLibrary(string name, double units)
    {
        var (function, _) = Find(name);
        Func<double, double> library = name switch
        {
            "Exp" => Math.Exp,
            "Log" => Math.Log,
            "Tanh" => Math.Tanh,
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
    }

    private static (Func<double, double> Function, ulong[] Reference) Find(string name) => name switch
    {
        "Exp" => (Elementwise.Exp, ElementwiseReference.Exp),
        "Log" => (Elementwise.Log, ElementwiseReference.Log),
        "Tanh" => (Elementwise.Tanh, ElementwiseReference.Tanh),
        "Logistic" => (Elementwise.Logistic, ElementwiseReference.Logistic),
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
