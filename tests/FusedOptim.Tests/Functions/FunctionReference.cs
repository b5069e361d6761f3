
namespace FusedOptim.Tests.Functions;

/// <summary>
/// The functions to about 90 bits, by other formulas than those under test: Taylor's series after halving the argument eight
/// times, logarithms by a step of Newton's method. Arguments are finite, results are value · 2^exponent.
/// </summary>
internal static class FunctionReference
{
    private static readonly DoubleDouble LogarithmOfTwo = new(0.6931471805599453, 2.3190468138462996e-17);

    // What is left of ln 2 after these two doubles.
    private const double LogarithmOfTwoRest = 5.707708438416212e-34;

    public static (DoubleDouble Value, int Exponent) Exp(double value) => Exp((DoubleDouble)value);

    public static (DoubleDouble Value, int Exponent) Log(double value) => (Logarithm(value), 0);

    public static (DoubleDouble Value, int Exponent) Tanh(double value)
    {
        // The next term is x³ / 3.
        if (Math.Abs(value) < 1e-30)
            return (value, 0);
        if (Math.Abs(value) > 60)
            return (Math.Sign(value), 0);
        var (reduced, exponent) = ExpMinusOneReduced((DoubleDouble)(2 * Math.Abs(value)));
        var t = DoubleDouble.Scale(reduced, exponent) + (Math.ScaleB(1, exponent) - 1);
        var tanh = t / (t + 2);
        return (value < 0 ? -tanh : tanh, 0);
    }

    public static (DoubleDouble Value, int Exponent) Logistic(double value)
    {
        var (exponential, exponent) = Exp((DoubleDouble)(-Math.Abs(value)));
        // Below 2^-500 it is nothing beside 1.
        var denominator = exponent < -500 ? 1 : 1 + DoubleDouble.Scale(exponential, exponent);
        return value < 0 ? (exponential / denominator, exponent) : ((DoubleDouble)1 / denominator, 0);
    }

    /// <summary>The power of a positive base.</summary>
    public static (DoubleDouble Value, int Exponent) Pow(double value, double exponent)
    {
        var product = Logarithm(value) * exponent;
        // Far outside what can be represented.
        if (!(Math.Abs(product.High) < 2000))
            return (1, product.High > 0 ? 3000 : -3000);
        return Exp(product);
    }

    private static (DoubleDouble Value, int Exponent) Exp(DoubleDouble value)
    {
        var (reduced, exponent) = ExpMinusOneReduced(value);
        return (1 + reduced, exponent);
    }

    // e^x = 2^exponent · (1 + value)
    private static (DoubleDouble Value, int Exponent) ExpMinusOneReduced(DoubleDouble x)
    {
        var exponent = (int)Math.Round(Math.Clamp(x.High, -2000, 2000) / LogarithmOfTwo.High);
        var r = DoubleDouble.Scale(x - LogarithmOfTwo * exponent - LogarithmOfTwoRest * exponent, -8);
        DoubleDouble sum = 0;
        for (var n = 12; n > 1; n--)
            sum = (sum + 1) * r / n;
        var value = (sum + 1) * r;
        // e^(2r) − 1 = (e^r − 1)·(e^r + 1)
        for (var i = 0; i < 8; i++)
            value *= value + 2;
        return (value, exponent);
    }

    private static DoubleDouble Logarithm(double value)
    {
        var power = Math.ILogB(value);
        var significand = Math.ScaleB(value, -power);
        if (significand > 1.4142135623730951)
        {
            significand /= 2;
            power++;
        }

        return LogarithmOfTwo * power + LogarithmOfTwoRest * power + LogarithmOfSignificand(significand);
    }

    private static DoubleDouble LogarithmOfSignificand(double value)
    {
        var f = value - 1;
        if (Math.Abs(f) < 1e-3)
        {
            // Newton's step would lose what the logarithm is smaller than 1.
            DoubleDouble series = 0;
            for (var n = 14; n > 0; n--)
                series = (n % 2 == 0 ? -1.0 : 1.0) / (DoubleDouble)n + series * f;
            return series * f;
        }

        var start = Math.Log(value);
        var (exponential, exponent) = Exp((DoubleDouble)(-start));
        var change = DoubleDouble.Scale(exponential, exponent) * value - 1;
        return start + (change - change * change * 0.5);
    }
}
