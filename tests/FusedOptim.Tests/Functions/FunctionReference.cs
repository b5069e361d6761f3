
namespace FusedOptim.Tests.Functions;

/// <summary>
/// The functions to about 90 bits, by other formulas than those under test: Taylor's series after halving the argument eight
/// times, logarithms by a step of Newton's method. Arguments are finite, results are value · 2^exponent.
/// </summary>
internal static class FunctionReference
{
    private static readonly DoubleDouble LogarithmOfTwo = new(0.6931471805599453, 2.3190468138462996e-17);

    // Of whole numbers; a division takes as long as ten products.
    private static readonly DoubleDouble[] Reciprocals = [.. Enumerable.Range(0, 500).Select(n => (DoubleDouble)1 / n)];

    private static readonly DoubleDouble Pi = new(3.141592653589793, 1.2246467991473532e-16);

    private static readonly DoubleDouble TwoOverRootOfPi = new(1.1283791670955126, 1.533545961316588e-17);

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

    public static (DoubleDouble Value, int Exponent) Softplus(double value)
    {
        var (exponential, exponent) = Exp((DoubleDouble)(-Math.Abs(value)));
        // log(1 + u) = u − u²/2 + …: below 2^-120 the first is all that is seen.
        if (exponent < -120)
            return value > 0 ? (value, 0) : (exponential, exponent);
        var u = DoubleDouble.Scale(exponential, exponent);
        // log(1 + u) = 2·artanh(u / (2 + u)), at most ⅓ to the power of 2·32.
        var s = u / (u + 2);
        var z = s * s;
        DoubleDouble sum = 0;
        for (var n = 65; n > 0; n -= 2)
            sum = sum * z + Reciprocals[n];
        return (sum * s * 2 + Math.Max(value, 0), 0);
    }

    /// <summary>2x/√π·e^(−x²)·Σ (2x²)ⁿ / (1·3·…·(2n + 1)), whose terms are all positive.</summary>
    public static (DoubleDouble Value, int Exponent) Erf(double value)
    {
        // The next term is −x³ / 3.
        if (Math.Abs(value) < 1e-30)
            return (TwoOverRootOfPi * Math.ScaleB(value, 60), -60);
        var square = (DoubleDouble)value * value;
        DoubleDouble sum = 1;
        DoubleDouble term = 1;
        for (var n = 1; term.High > 1e-33 * sum.High; n++)
        {
            term = term * square * 2 * Reciprocals[2 * n + 1];
            sum += term;
        }

        var (exponential, exponent) = Exp(-square);
        return (TwoOverRootOfPi * value * sum * exponential, exponent);
    }

    /// <summary>A step of Newton's method from the library's root of a number from 1 to 8.</summary>
    public static (DoubleDouble Value, int Exponent) Cbrt(double value)
    {
        var third = (int)Math.Floor(Math.ILogB(value) / 3.0);
        // Not in one step: 2^1074 is no double.
        var scaled = Math.ScaleB(Math.ScaleB(value, -2 * third), -third);
        DoubleDouble start = Math.Cbrt(scaled);
        for (var i = 0; i < 2; i++)
            start -= (start * start * start - scaled) / (start * start * 3);
        return (start, third);
    }

    /// <summary>
    /// The library's angle turned back: what is left is arctan((y·cos − x·sin) / (x·cos + y·sin)), sine and cosine by Taylor's series.
    /// </summary>
    public static (DoubleDouble Value, int Exponent) Atan2(double y, double x)
    {
        var (exponentOfY, exponentOfX) = (Math.ILogB(y), x == 0 ? -2000 : Math.ILogB(x));
        var (scaledY, scaledX) = (Scaled(y, -exponentOfY), x == 0 ? 0 : Scaled(x, -exponentOfX));
        // The next term is −(y/x)³ / 3.
        if (exponentOfY < exponentOfX - 120)
            return x > 0 ? ((DoubleDouble)scaledY / scaledX, exponentOfY - exponentOfX) : (y < 0 ? -Pi : Pi, 0);
        scaledX = exponentOfX < exponentOfY - 200 ? 0 : Math.ScaleB(scaledX, exponentOfX - exponentOfY);
        var start = Math.Atan2(scaledY, scaledX);
        var (sine, cosine) = SineAndCosine(start);
        var tangent = (cosine * scaledY - sine * scaledX) / (cosine * scaledX + sine * scaledY);
        return (start + tangent, 0);

        // Denormal numbers in two steps.
        static double Scaled(double value, int power) => Math.ScaleB(Math.ScaleB(value, power / 2), power - power / 2);
    }

    private static (DoubleDouble Sine, DoubleDouble Cosine) SineAndCosine(double angle)
    {
        var x = DoubleDouble.Scale(angle, -6);
        var square = x * x;
        DoubleDouble sine = 0;
        DoubleDouble versine = 0;
        for (var n = 20; n > 0; n -= 2)
        {
            sine = -(sine + 1) * square * Reciprocals[n * (n + 1)];
            versine = (1 - versine) * square * Reciprocals[n * (n - 1)];
        }

        sine = (sine + 1) * x;
        // 1 − cos and sin of twice the angle.
        for (var i = 0; i < 6; i++)
            (sine, versine) = (sine * (1 - versine) * 2, sine * sine * 2);
        return (sine, 1 - versine);
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
