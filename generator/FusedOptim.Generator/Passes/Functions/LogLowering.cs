using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The natural logarithm: k·ln 2 + log(1 + f), the operations of Elementwise.Log. The error of the polynomial, relative to the
/// logarithm, is 2^-30 in float and 2^-58 in double.
/// </summary>
internal sealed class LogLowering(Graph source, Element element) : DecomposingLowering(source, element, Op.Log)
{
    protected override string Title => "Log(x) = k · ln 2 + log(1 + f): x = 2^k · (1 + f), √½ ≤ 1 + f ≤ √2, log(1 + f) by a polynomial in (f / (2 + f))².";

    protected override int Lower(Node original, Node node)
    {
        var x = node.A;
        var (zero, infinity) = (Constant(0), Constant(double.PositiveInfinity));
        var (k, significand) = Decompose("log", x);
        var f = Named("logFraction", Subtract(significand, Constant(1)));
        var s = Named("logQuotient", Divide(f, Add(Constant(2), f)));
        var z = Named("logSquare", Multiply(s, s));
        var series = Polynomial("logSeries", z, LogarithmSeries.Single, LogarithmSeries.Double);
        var halfSquare = Named("logHalfSquare", Multiply(Multiply(Constant(0.5), f), f));
        var small = Named(
            "logSmall",
            FusedMultiplyAdd(
                s,
                FusedMultiplyAdd(series, z, halfSquare),
                Multiply(k, Constant(-1.90465421e-9f, 2.3190468138462996e-17))));
        var logarithm = FusedMultiplyAdd(
            k, Constant(0.693147182f, 0.6931471805599453), Subtract(f, Subtract(halfSquare, small)));

        var special = Select(
            Compare(Op.Equal, x, zero), Constant(double.NegativeInfinity), Constant(double.NaN));
        return Select(
            Compare(Op.Greater, x, zero), Select(Compare(Op.Equal, x, infinity), x, logarithm), special);
    }
}
