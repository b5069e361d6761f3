using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The error function, the operations of Elementwise.Erf: x + x·P(x²) near 0, 1 − e^(−Q(x)) beyond. The errors of the polynomials,
/// relative to the result, are 2^-29 and 2^-28 in float, 2^-56 and 2^-60 in double.
/// </summary>
internal sealed class ErfLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Erf)
{
    protected override string Title => "Erf(x) = x + x · P(x²) near 0, and ±(1 − e^(−Q(|x|))) beyond.";

    protected override int Lower(Node original, Node node)
    {
        var x = node.A;
        var one = Constant(1);
        var magnitude = Named("erfMagnitude", Target.Unary(Op.Abs, x));
        var near = Named("erfNear", FusedMultiplyAdd(NearSeries(Named("erfSquare", Multiply(x, x))), x, x));

        // From there on the result rounds to 1.
        var limit = Constant(4f, 6);
        var t = Named("erfArgument", Select(Compare(Op.Greater, magnitude, limit), limit, magnitude));
        var logarithm = Named("erfLogarithm", FusedMultiplyAdd(FarSeries(t), t, Negate(t)));
        var (power, reduced) = ExpMinusOneReduced("erf", logarithm);
        var scale = Named("erfScale", Target.Unary(Op.PowerOfTwo, power));
        var far = Named("erfFar", FusedMultiplyAdd(Negate(scale), reduced, Subtract(one, scale)));
        // In double, rounding errors of the series are above a unit in the last place near 1.
        return Select(Compare(Op.Greater, magnitude, Constant(1f, 0.84375)), Target.Binary(Op.CopySign, far, x), near);
    }

    /// <summary>erf(x) / x − 1 by x².</summary>
    private int NearSeries(int square) => Polynomial(
        "erfNearSeries",
        square,
        [
            7.80690389e-05f, -0.00079978531f, 0.0051871622f, -0.0268533472f, 0.112835787f, -0.37612626f, 0.128379166f,
        ],
        [
            -7.607822949803439e-10, 1.3616704852938943e-08, -1.6183992360694555e-07, 1.6444150702593946e-06,
            -1.492446564795117e-05, 0.00012055280496857561, -0.0008548325485003903, 0.005223977596735921,
            -0.02686617064195914, 0.1128379167093695, -0.37612638903183343, 0.12837916709551256,
        ]);

    /// <summary>log(1 − erf t) / t + 1.</summary>
    private int FarSeries(int t) => Polynomial(
        "erfFarSeries",
        t,
        [0.000210647631f, -0.00318697351f, 0.0227985177f, -0.105116181f, -0.635831475f, -0.128480032f],
        [
            -1.7609888855465635e-14, 5.752405948210585e-13, -6.0115415241302246e-12, -2.8586661268508426e-11,
            1.5875495595533366e-09, -2.297417674764056e-08, 2.0641790632525059e-07, -1.3276024285527999e-06,
            6.424817101207968e-06, -2.3645707898912755e-05, 6.416190246839226e-05, -0.00011123844402987158,
            2.5051592473949754e-05, 0.0005457782036473635, -0.0016657355552725035, 0.00019303998335065925,
            0.01913481992714033, -0.1027743635396064, -0.6366194688379395, -0.12837919166949296,
        ]);
}
