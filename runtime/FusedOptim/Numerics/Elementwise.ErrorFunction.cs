using FusedOptim.CompilerServices;

namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
    /// <summary>
    /// The error function 2/√π·∫₀ˣ e^(−t²) dt, within 1 unit in the last place: x + x·P(x²) up to 1, 1 − e^(−Q(x)) beyond. A zero
    /// keeps its sign, ±∞ gives ±1, which the result rounds to from 5.93 on; NaN stays NaN. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Erf(double value)
    {
        var magnitude = Math.Abs(value);
        if (!(magnitude > 1.0))
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
        // log(1 − erf t) = t·R(t) − t, R minimax: the error of erf t is 2^-62 of itself.
        var logarithm = 1.1199828240412945e-14;
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -7.106926924837315e-13);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 2.0783912991812284e-11);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -3.7501810948859845e-10);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 4.7028131206358095e-09);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -4.3675139096563695e-08);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 3.118262226216459e-07);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -1.7484701643164065e-06);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 7.761949496037171e-06);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -2.7055895621168308e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 7.117262340850341e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.0001228570196030056);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 4.0511053249571994e-05);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.0005294054547079415);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.0016521331421037767);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.00018437566951152112);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, 0.019138900888326572);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.10277570155983694);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.6366191963870965);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -0.12837921759648563);
        logarithm = Math.FusedMultiplyAdd(logarithm, t, -t);
        var (power, reduced) = ExpMinusOneReduced(logarithm);
        var scale = KernelMath.PowerOfTwo(power);
        return Math.CopySign(Math.FusedMultiplyAdd(-scale, reduced, 1.0 - scale), value);
    }
}
