namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Constants, integers, conversions and properties keep C#'s types until they meet the tensor.</summary>
public sealed class TypeTests
{
    [Fact]
    public void ConstantsAreFoldedInTheirOwnTypes() => Meaning.Check(
        """
        private const int Three = 3;
        private const double Third = 1.0 / 3;

        private double Direction(double gradient, double parameter)
        {
            const double Small = 1e-3 * 3;
            const int Quotient = 7 / 2;
            return gradient * Third + Small * (1 / Three) + parameter * (Quotient / 2) + 'a' + 1e-320 - (-0.0) * gradient;
        }
        """);

    [Fact]
    public void NamedConstants() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) =>
            Math.Max(gradient * Math.PI, Math.E) + (parameter > double.MaxValue ? double.Epsilon : default) +
            (gradient < double.NegativeInfinity ? double.NaN : int.MaxValue) + default(double);
        """);

    [Fact]
    public void IntegerDivisionTruncates() => Meaning.Check(
        """
        private double Direction(double gradient, int step) =>
            gradient * (step / N) + gradient * (step % N) - (double)step / N + -7 / N + (-step) % N;
        """, steps: [1, 2, 3, 4, 7]);

    [Fact]
    public void IntegerArithmeticWrapsAround() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            var k = step * 1_000_000_007;
            k = (k << 3) - (k >> 2) + (k >>> 1);
            return gradient * (k ^ ~step) + (k & 255 | 1);
        }
        """, steps: [1, 5, 1000]);

    [Fact]
    public void Casts() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            var whole = (int)(B * step);
            int n = N;
            double real = n;
            return gradient * whole / 2 + (double)gradient * (int)A + (double)(step / 2) + real;
        }
        """);

    [Fact]
    public void DerivedProperties() => Meaning.Check(
        """
        private double Complement => 1 - A;

        private double Rate
        {
            get
            {
                var x = Complement * B;
                return x > 1 ? x : LearningRate;
            }
        }

        private static double Two => 2;

        private double Direction(double gradient, [State] ref double m)
        {
            m = A * m + Complement * gradient;
            return m * Rate / Two;
        }
        """);

    [Fact]
    public void StaticReadOnlyFields() => Meaning.Check(
        """
        private static readonly double s_root = Math.Sqrt(2.0);
        private static readonly int s_count = 7;

        private double Direction(double gradient) => gradient * s_root / (s_count / 2);
        """);

    [Fact]
    public void UniformsAreRoundedWhereTheyMeetValues() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, int step)
        {
            m = step == 1 ? B / 3 : m;
            var x = Math.Max(gradient, A / 3);
            return x > A / 3 ? x - 1.0 / 3 : LearningRate * B / 7;
        }
        """);

    [Fact]
    public void UniformFunctionsAreThoseOfTheMethod() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            var a = Math.Pow(A, step) + Math.Exp(-step) + Math.Log(B) + Math.Sin(step) + Math.Pow(B, A);
            var b = Math.Cbrt(B) + Math.Tanh(A) + Math.Min(step, N) + Math.Abs(-N) + Math.Max(A, double.NaN);
            return gradient * a + (step > 1 ? Math.Log2(step) : b);
        }
        """);

    [Fact]
    public void IntegerHyperparameters() => Meaning.Check(
        """
        private double Direction(double gradient, int step) => step % Period == 0 ? gradient / Period : gradient * (7 / Period);
        """, "double LearningRate = 0.1, [Range(1.0, 1000.0)] int Period = 2");

    [Fact]
    public void UnaryOperators() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) =>
            +gradient - -parameter - -(-gradient) + -(A * gradient) - (-0.0) + -0.0 * parameter;
        """);

    [Fact]
    public void NothingIsReassociated() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter, [State] ref double m)
        {
            m = gradient * A * B * LearningRate + (parameter + 1e16) - 1e16;
            return gradient / B / A * B - (gradient - gradient) + 0.0 * parameter + 0;
        }
        """);
}
