using FusedOptim.Generator.IR;
using FusedOptim.Generator.Targets;

namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// The error function, the operations of Elementwise.Erf: x + x·P(x²) up to 1, 1 − e^(−Q(x)) beyond. The errors of the polynomials,
/// relative to the result, are 2^-29 and 2^-28 in float, 2^-56 and 2^-62 in double.
/// </summary>
internal sealed class ErfLowering(Graph source, Element element) : ExponentialLowering(source, element, Op.Erf)
{
    protected override string Title => "Erf(x) = x + x · P(x²) up to 1, and ±(1 − e^(−Q(|x|))) beyond.";

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
        return Select(Compare(Op.Greater, magnitude, one), Target.Binary(Op.CopySign, far, x), near);
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
            1.1199828240412945e-14, -7.106926924837315e-13, 2.0783912991812284e-11, -3.7501810948859845e-10,
            4.7028131206358095e-09, -4.3675139096563695e-08, 3.118262226216459e-07, -1.7484701643164065e-06,
            7.761949496037171e-06, -2.7055895621168308e-05, 7.117262340850341e-05, -0.0001228570196030056,
            4.0511053249571994e-05, 0.0005294054547079415, -0.0016521331421037767, 0.00018437566951152112,
            0.019138900888326572, -0.10277570155983694, -0.6366191963870965, -0.12837921759648563,
        ]);
}
