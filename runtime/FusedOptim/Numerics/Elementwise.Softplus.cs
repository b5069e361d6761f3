using FusedOptim.CompilerServices;

namespace FusedOptim;

// As in Elementwise.Exponential.cs: fixed sequences of operations, which kernels repeat.
public static partial class Elementwise
{
    /// <summary>
    /// log(1 + e^x), within 1 unit in the last place: max(x, 0) + log(1 + u) with u = e^(−|x|), for large negative values too,
    /// where it is nearly e^x. Zero below −745.14, the value itself from 40 on; NaN stays NaN. Never overflows. The same bits on
    /// every machine.
    /// </summary>
    /// <param name="value">Any value.</param>
    public static double Softplus(double value)
    {
        var negative = -Math.Abs(value);
        var (power, reduced) = ExpMinusOneReduced(negative < -746.0 ? -746.0 : negative);
        var exponential = 1.0 + reduced;
        var u = KernelMath.ScaleB(exponential, power);
        var uLost = KernelMath.ScaleB(reduced - (exponential - 1.0), power);

        // 1 + u is 1 + f, or 2·(1 + f) where it is above √2, which leaves f between −0.3 and 0.42.
        var isHalved = u > 0.41421356237309503;
        var less = u - 1.0;
        var f = isHalved ? 0.5 * less : u;
        var fLost = isHalved ? 0.5 * (uLost + (u - (less + 1.0))) : uLost;
        var logarithm = isHalved ? NaturalLogarithmOfTwo : 0.0;
        var logarithmTail = isHalved ? NaturalLogarithmOfTwoTail : 0.0;

        // As in Log; what f has lost counts 1 / (1 + f) times, for which 1 − f is near enough.
        var s = f / (2.0 + f);
        var z = s * s;
        var halfSquare = 0.5 * f * f;
        var small = Math.FusedMultiplyAdd(
            s, Math.FusedMultiplyAdd(LogarithmSeries(z), z, halfSquare), logarithmTail);
        small = small + Math.FusedMultiplyAdd(-fLost, f, fLost) - halfSquare;

        // Each sum has the larger summand first, or zero.
        var positive = value > 0.0 ? value : 0.0;
        var first = logarithm + positive;
        var firstLost = logarithm - first + positive;
        var second = first + f;
        var secondLost = f - (second - first) + firstLost;
        var result = second + (secondLost + small);
        return value > 40.0 ? value : result;
    }
}
