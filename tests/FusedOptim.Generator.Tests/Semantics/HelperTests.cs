namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Helper methods mean in a kernel what they mean in C#.</summary>
public sealed class HelperTests
{
    [Fact]
    public void NamedArgumentsOutOfOrder() => Meaning.Check(
        """
        private static double Blend(double a, double b, double weight) => weight * a + (1 - weight) * b;

        private double Direction(double gradient, double parameter) => Blend(weight: 0.25, b: parameter, a: gradient);
        """);

    [Fact]
    public void NamedArgumentsAreEvaluatedInTheOrderWritten() => Meaning.Check(
        """
        private static double Difference(double a, double b) => a - 2 * b;

        private double Direction(double gradient, [State] ref double m) => Difference(b: m = gradient + m, a: m);
        """);

    [Fact]
    public void DefaultArguments() => Meaning.Check(
        """
        private double Scale(double x, double factor = 3, int times = 2, double offset = -0.5) => x * factor * times + offset;

        private double Direction(double gradient, double parameter) =>
            Scale(gradient) + Scale(parameter, 0.5) + Scale(gradient, offset: 7);
        """);

    [Fact]
    public void RefAndOutParameters() => Meaning.Check(
        """
        private void Average(ref double average, double value, out double before)
        {
            before = average;
            average = A * average + (1 - A) * value;
        }

        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            Average(ref m, gradient, out var before);
            Average(ref v, gradient * gradient, out _);
            return before - m;
        }
        """);

    [Fact]
    public void RefLocalsAreAliases() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            ref var alias = ref m;
            alias = gradient + alias;
            var seen = m;
            ref var other = ref v;
            other *= 0.5;
            m -= other;
            return seen + v - alias;
        }
        """);

    [Fact]
    public void TheSameVariableTwiceByReference() => Meaning.Check(
        """
        private static double Exchange(ref double a, ref double b)
        {
            a += 1;
            b *= 2;
            return a - b;
        }

        private double Direction(double gradient, [State] ref double m) => Exchange(ref m, ref m) + gradient;
        """);

    [Fact]
    public void SwapByReference() => Meaning.Check(
        """
        private static void Swap(ref double a, ref double b)
        {
            var c = a;
            a = b;
            b = c;
        }

        private void Update(ref double parameter, double gradient, [State] ref double m)
        {
            Swap(ref parameter, ref m);
            parameter -= LearningRate * gradient;
        }
        """);

    [Fact]
    public void ParametersOfHelpersAreCopies() => Meaning.Check(
        """
        private static double Half(double x)
        {
            x /= 2;
            return x;
        }

        private double Direction(double gradient, [State] ref double m)
        {
            var half = Half(m);
            m = Half(half) + m;
            return half * gradient;
        }
        """);

    [Fact]
    public void ParametersOfTheMethodAreCopies() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter, int step)
        {
            gradient *= 2;
            parameter = gradient - parameter;
            step += 2;
            return parameter / step;
        }
        """);

    [Fact]
    public void ReadOnlyReferences() => Meaning.Check(
        """
        private static double Sum(in double a, in double b) => a + b * 3;

        private static double After(in double a, ref double b)
        {
            b += 1;
            return a;
        }

        private double Direction(double gradient, [State] ref double m) =>
            Sum(in gradient, m) + Sum(m, 2) + After(m, ref m) + After(m + 1, ref m);
        """);

    [Fact]
    public void EarlyReturnsOfHelpers() => Meaning.Check(
        """
        private double Bounded(double x)
        {
            if (x > B)
                return B;
            if (x < -B)
            {
                x = -x;
                return -B + x * 0;
            }

            return x;
        }

        private double Direction(double gradient, [State] ref double m)
        {
            m = Bounded(Bounded(m) + gradient);
            return Bounded(m * 2);
        }
        """);

    [Fact]
    public void VoidHelpersThatReturnEarly() => Meaning.Check(
        """
        private void Reset(ref double m, double gradient)
        {
            if (!(m * gradient < 0))
                return;
            m = 0;
        }

        private double Direction(double gradient, [State] ref double m)
        {
            Reset(ref m, gradient);
            m = A * m + gradient;
            return m;
        }
        """);

    [Fact]
    public void HelpersOfAnotherClass() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) => Formulas.Ratio(gradient, parameter) + Formulas.Two;
        }

        internal static class Formulas
        {
            public const double Two = 2;
            private const double Three = 3;

            public static double Ratio(double x, double y) => x / (Math.Abs(y) + Three);
        """);

    [Fact]
    public void TruthValuesOfHelpers() => Meaning.Check(
        """
        private bool IsLarge(double x) => x > B || x < -B;

        private double Direction(double gradient, double parameter) =>
            IsLarge(gradient) && !IsLarge(parameter) ? gradient : parameter;
        """);

    [Fact]
    public void UniformHelpers() => Meaning.Check(
        """
        private double Correction(double beta, int step) => 1 - Math.Pow(beta, step);

        private static int Twice(int n) => 2 * n;

        private double Direction(double gradient, int step) => gradient / Correction(A, Twice(step));
        """);
}
