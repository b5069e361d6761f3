using FusedOptim.CompilerServices;

namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
    private const double OneThird = 0.3333333333333333;

    /// <summary>
    /// The cube root, within 0.51 units in the last place: sign(x)·2^q·∛t with |x| = t·2^(3q), t from ⅓ to 3. A zero keeps its
    /// sign, ±∞ gives ±∞, NaN stays NaN, as <see cref="Math.Cbrt"/> has it. The same bits on every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Cbrt(double value)
    {
        var magnitude = Math.Abs(value);
        if (!(magnitude > 0.0 && magnitude < double.PositiveInfinity))
            return value;

        var (k, significand) = Decompose(magnitude);
        var third = Math.Round(k * OneThird);
        var rest = Math.FusedMultiplyAdd(-3.0, third, k);
        var t = significand * KernelMath.PowerOfTwo(rest);

        // 1 / ∛t: a minimax polynomial of the significand, whose error is 2^-20, times the parabola that is 2^(−rest/3) at −1, 0
        // and 1; then a step of Newton's method.
        var series = 0.09328499456853444;
        series = Math.FusedMultiplyAdd(series, significand, -0.7010527054574879);
        series = Math.FusedMultiplyAdd(series, significand, 2.253854387425073);
        series = Math.FusedMultiplyAdd(series, significand, -4.042660552398527);
        series = Math.FusedMultiplyAdd(series, significand, 4.438181343340263);
        series = Math.FusedMultiplyAdd(series, significand, -3.1515923262006384);
        series = Math.FusedMultiplyAdd(series, significand, 2.109983555968103);
        var factor = Math.FusedMultiplyAdd(
            Math.FusedMultiplyAdd(0.02681078793948655, rest, -0.2331102619553867), rest, 1.0);
        var reciprocal = series * factor;
        var error = Math.FusedMultiplyAdd(-t * reciprocal, reciprocal * reciprocal, 1.0);
        reciprocal = Math.FusedMultiplyAdd(reciprocal * OneThird, error, reciprocal);

        // y = t / ∛t² and y³ − t, exactly but for the last rounding; y is then corrected once.
        var square = reciprocal * reciprocal;
        var y = t * square;
        var ySquare = y * y;
        var ySquareLost = Math.FusedMultiplyAdd(y, y, -ySquare);
        var excess = Math.FusedMultiplyAdd(ySquareLost, y, Math.FusedMultiplyAdd(ySquare, y, -t));
        y = Math.FusedMultiplyAdd(excess * square, -OneThird, y);
        return Math.CopySign(y * KernelMath.PowerOfTwo(third), value);
    }
}
