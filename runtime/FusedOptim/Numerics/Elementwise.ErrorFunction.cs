using FusedOptim.CompilerServices;

namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
    /// <summary>
    /// The error function 2/√π·∫₀ˣ e^(−t²) dt, within 1 unit in the last place: x + x·P(x²) near 0, 1 − e^(−Q(x)) beyond. A zero
    /// keeps its sign, ±∞ gives ±1, which the result rounds to from 5.93 on; NaN stays NaN. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Erf(double value)
    {
        var magnitude = Math.Abs(value);
        // Up to 1 the series would do, but its rounding errors grow to more than a unit in the last place.
        if (!(magnitude > 0.84375))
        {
            // Minimax: the error, relative to erf x, is 2^-56.
            var square = value * value;
            var series = -7.607822949803439e-10;
            series = Math.FusedMultiplyAdd(series, square, 1.3616704852938943e-08);
            series = Math.FusedMultiplyAdd(series, square, -1.6183992360694555e-07);
            series = Math.FusedMultiplyAdd(series, square, 1.6444150702593946e-06);
            series = Math.FusedMultiplyAdd(series, square, -1.492446564795117e-05);
            series = Math.FusedMultiplyAdd(series, square, 0.00012055280496857561);
            series = Math.FusedMultiplyAdd(series, square, -0.0008548325485003903);
            series = Math.FusedMultiplyAdd(series, square, 0.005223977596735921);
            series = Math.FusedMultiplyAdd(series, square, -0.02686617064195914);
            series = Math.FusedMultiplyAdd(series, square, 0.1128379167093695);
            series = Math.FusedMultiplyAdd(series, square, -0.37612638903183343);
            series = Math.FusedMultiplyAdd(series, square, 0.12837916709551256);
            return Math.FusedMultiplyAdd(series, value, value);
        }

        var t = magnitude > 6.0 ? 6.0 : magnitude;
        // log(1 − erf t) = t·R(t) − t, R minimax: the error of erf t is 2^-60 of itself.
        var logarithm = -1.7609888855465635e-14;
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 5.752405948210585e-13);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -6.0115415241302246e-12);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -2.8586661268508426e-11);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 1.5875495595533366e-09);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -2.297417674764056e-08);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 2.0641790632525059e-07);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -1.3276024285527999e-06);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 6.424817101207968e-06);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -2.3645707898912755e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 6.416190246839226e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.00011123844402987158);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 2.5051592473949754e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.0005457782036473635);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.0016657355552725035);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.00019303998335065925);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.01913481992714033);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.1027743635396064);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.6366194688379395);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.12837919166949296);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -t);
        var (power, reduced) = ExpMinusOneReduced(logarithm);
        var scale = KernelMath.PowerOfTwo(power);
        return Math.CopySign(Math.FusedMultiplyAdd(-scale, reduced, 1.0 - scale), value);
    }
}
