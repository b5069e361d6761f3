namespace FusedOptim.Generator.Tests.Functions;

/// <summary>Values and derivatives of declared functions, against formulas written out by hand.</summary>
public sealed class ValueTests
{
    [Fact]
    public void LeakyRelu()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.Declare(
            "private double Value(double x) => x > 0 ? x : Slope * x;", "[Range(0.0, 1.0)] double Slope = 0.25"));
        var function = assembly.Function();
        Assert.Equal((2.0, 1.0), function.At(2));
        Assert.Equal((-0.5, 0.25), function.At(-2));
        Assert.Equal((0.0, 0.25), function.At(0));
        Assert.True(double.IsNaN(function.At(double.NaN).Value));
    }

    [Fact]
    public void Huber()
    {
        using var assembly = FunctionSources.Compile(FunctionSources.Declare(
            """
            private double Value(double output, double target)
            {
                var error = output - target;
                var size = Math.Abs(error);
                return size <= Delta ? 0.5 * error * error : Delta * (size - 0.5 * Delta);
            }
            """,
            "double Delta = 1"));
        var function = assembly.Function();
        Assert.Equal((0.125, -0.5), function.At(1, 1.5));
        Assert.Equal((2.5, 1.0), function.At(4, 1));
        Assert.Equal((2.5, -1.0), function.At(1, 4));
        Assert.Equal(["output", "target"], function.Schema.Arguments);
    }
}
