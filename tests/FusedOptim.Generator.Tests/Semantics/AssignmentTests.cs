namespace FusedOptim.Generator.Tests.Semantics;

/// <summary>Assignments take place when, and as often as, C# says.</summary>
public sealed class AssignmentTests
{
    [Fact]
    public void Chained() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            m = v = gradient * A;
            return m + v;
        }
        """);

    [Fact]
    public void InsideAnExpression() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            var x = m + (m = gradient * 2) * m;
            v = (v = v - x) / (m = 3);
            return x;
        }
        """);

    [Fact]
    public void CompoundWithAnAssignmentOnTheRight() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m)
        {
            m += m = gradient;
            m -= m *= 2;
            return m;
        }
        """);

    [Fact]
    public void EveryCompoundOperator() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, int step)
        {
            m += gradient;
            m *= A;
            m -= 0.5;
            m /= B;
            var k = step;
            k += 7;
            k -= 1;
            k *= 3;
            k /= 2;
            k %= 5;
            k <<= 2;
            k >>= 1;
            k |= 8;
            k &= 13;
            k ^= 3;
            var b = gradient > 0;
            b &= m > 0;
            b |= m < -1;
            b ^= gradient > 2;
            return b ? m * k : m;
        }
        """);

    [Fact]
    public void IncrementsInsideExpressions() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, int step)
        {
            var x = m++ * 2 + ++m;
            var y = m-- - --m;
            var k = step++ + ++step;
            return x * y + gradient * (k - step--) * step;
        }
        """);

    [Fact]
    public void Deconstruction() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            (m, v) = (v, m);
            (var a, double b) = (gradient + m, v);
            (a, _) = (b, a);
            return a - b;
        }
        """);

    [Fact]
    public void DeconstructionConverts() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v, int step)
        {
            (m, v) = (step, 1);
            return m / 2 + v / 3 + gradient;
        }
        """);

    [Fact]
    public void OneBranchOnly() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            var x = gradient;
            if (m > 0)
            {
                x = m;
                if (v < gradient)
                    v = x * 2;
                else if (v > 1)
                    m = -v;
            }

            return x + v;
        }
        """);

    [Fact]
    public void AssignedLaterInBothBranches() => Meaning.Check(
        """
        private double Direction(double gradient, double parameter)
        {
            double x;
            if (gradient < parameter)
                x = gradient;
            else
                x = parameter * 2;
            return x;
        }
        """);

    [Fact]
    public void InsideAConditional() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m)
        {
            var x = gradient > 0 ? m = 2 : m++;
            return x + m;
        }
        """);

    [Fact]
    public void OnTheRightOfAndAlso() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m, [State] ref double v)
        {
            var both = gradient > 0 && (m = gradient) > 1;
            var either = v > 0 || (v = m) < 0;
            return both || either ? m : v;
        }
        """);

    [Fact]
    public void Discards() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m)
        {
            _ = m = gradient;
            _ = Math.Sqrt(gradient);
            return m;
        }
        """);

    [Fact]
    public void StatesThatAreOnlyReadOrOnlyWritten() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double previous, [State] ref double unused, [State] ref double kept)
        {
            previous = gradient;
            return kept;
        }
        """);

    [Fact]
    public void BlocksThatReuseNames() => Meaning.Check(
        """
        private double Direction(double gradient, [State] ref double m)
        {
            {
                var x = gradient * 2;
                m = x;
            }

            {
                var x = m + 1;
                return x;
            }
        }
        """);
}
