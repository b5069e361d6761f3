namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Conditions on values are selects; conditions on step constants stay as lazy as C# has them.</summary>
public sealed class ControlFlowTests
{
    [Fact]
    public void ALazyConditionalKeepsAnIntegerDivisionAway() => Meaning.Check(
        "private double Direction(double gradient, int step) => gradient * (step == 1 ? 0 : 10 / (step - 1));");

    [Fact]
    public void ALazyIfKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            var k = 0;
            if (step > 1)
                k = 10 / (step - 1);
            return gradient * k;
        }
        """);

    [Fact]
    public void AnEarlyReturnKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            if (step == 1)
                return gradient;
            return gradient * (10 % (step - 1));
        }
        """);

    [Fact]
    public void AnEarlyReturnAmongOthersKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private double Direction(double gradient, int step)
        {
            if (gradient > 0)
                return 1;
            if (step == 1)
                return 2;
            return gradient * (10 / (step - 1));
        }
        """);

    [Fact]
    public void AndAlsoKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private double Direction(double gradient, int step) =>
            step > 1 && 10 / (step - 1) > 3 || step != 1 && 7 / (step - 1) == 0 ? gradient : 2 * gradient;
        """);

    [Fact]
    public void ASwitchKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private double Direction(double gradient, int step) => gradient * step switch
        {
            1 => 0,
            2 => 10 / (step - 1),
            > 5 and < 100 => 100 / (step - 5),
            var k => k,
        };
        """, steps: [1, 2, 5, 6, 100]);

    [Fact]
    public void AHelperThatReturnsEarlyKeepsAnIntegerDivisionAway() => Meaning.Check(
        """
        private static int Quotient(int step)
        {
            if (step == 1)
                return 0;
            return 10 / (step - 1);
        }

        private double Direction(double gradient, int step) => gradient * Quotient(step);
        """);

    [Fact]
    public void ClampBoundsCountOnlyWhereClampIsReached() => Meaning.Check(
        """
        private double Direction(double gradient, int step) => step == 1 ? gradient : Math.Clamp(gradient, 2.0 - step, step - 2.0);
        """);

    [Fact]
    public void LogicOnNaN() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter, [State] ref double m, [State] ref double v)
        {
            var a = gradient > 0 && parameter > 0;
            var b = !(gradient > 0) || !(parameter <= 1);
            var c = !(gradient < 0 && !(parameter >= 0));
            var d = gradient != parameter;
            var e = gradient == parameter;
            m = a ? 1 : b ? 2 : 3;
            v = c ^ d ? 4 : e ? 5 : 6;
            return !a & b | !e ? gradient : m;
        }
        """);

    [Fact]
    public void ComparisonsOfTruthValues() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter)
        {
            var a = gradient > 0;
            var b = parameter > 0;
            return a == b ? 1 : a != (parameter < 0) ? 2 : 3;
        }
        """);

    [Fact]
    public void SelectsOfTruthValues() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter, int step)
        {
            var a = gradient > 0 ? parameter > 1 : parameter < -1;
            var b = step == 1 ? gradient > 1 : gradient < 1;
            var c = a ? true : b;
            var d = b ? false : a;
            return c && !d ? gradient : parameter;
        }
        """);

    [Fact]
    public void NestedConditionals() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) =>
            gradient > 0 ? parameter > 0 ? 1 : parameter < 0 ? gradient : -0.0 : gradient < 0 ? -1 : parameter;
        """);

    [Fact]
    public void EarlyReturns() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m)
        {
            if (gradient == 0)
                return 0;
            m += gradient;
            if (m > 1)
            {
                m = 1;
                if (gradient > 5)
                    return m;
                m = 0.5;
            }
            else if (m < -1)
            {
                return -1;
            }

            m *= 2;
            return m;
        }
        """);

    [Fact]
    public void AnUpdateThatReturnsEarly() => Meaning.Check(
        """
        private void Update(ref double parameter, double gradient, [State] ref double m, int step)
        {
            if (!(gradient > 0))
                return;
            m = gradient;
            if (step > 1 && m > 2)
            {
                parameter = m;
                return;
            }

            parameter -= LearningRate * m;
        }
        """);

    [Fact]
    public void UniformConditionsOverVaryingArms() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, int step)
        {
            if (step == 1)
                m = gradient;
            else
                m = A * m + (1 - A) * gradient;
            if (B > 2 && N == 3)
                m *= 2;
            return step > 5 ? m : gradient;
        }
        """);

    [Fact]
    public void SwitchExpressionsOnValues() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) => gradient switch
        {
            > 10 => 10,
            < -10 => -10,
            0 => parameter,
            >= 1 and <= 2 or -1 => 2 * parameter,
            not > 5 when parameter > 0 => gradient,
            double.NaN => 7,
            _ => gradient + parameter,
        };
        """);

    [Fact]
    public void SwitchStatements() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, int step)
        {
            switch (step)
            {
                case 1:
                    m = gradient;
                    break;
                case 2:
                case > 9:
                    return gradient;
                default:
                    m += gradient;
                    break;
            }

            switch (gradient)
            {
                case > 1:
                    m = 1;
                    break;
                case < -1 when m > 0:
                    return -1;
            }

            return m;
        }
        """, steps: [1, 2, 3, 10]);

    [Fact]
    public void Patterns() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter, int step) =>
            gradient is > 0 and < 1 || parameter is not (>= 0 or 2.5) ? gradient : step is 1 or 2 ? parameter : 0;
        """);

    [Fact]
    public void QuestionsOfDouble() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter) =>
            double.IsNaN(gradient) ? parameter : double.IsInfinity(parameter) ? 1 : !double.IsFinite(parameter) ? 2 : gradient;
        """);
}
