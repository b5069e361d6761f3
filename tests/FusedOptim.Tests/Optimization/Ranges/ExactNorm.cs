using System.Numerics;

namespace FusedOptim.Tests.Optimization.Ranges;

/// <summary>The norm of numbers by integers: each double is one, times 2^-1074.</summary>
internal static class ExactNorm
{
    private const int Smallest = -1074;
    // Bits of the root beyond the integers, so that it is exact to more than a double has.
    private const int Fraction = 64;

    public static double Of(IEnumerable<double> values)
    {
        var squares = values.Aggregate(BigInteger.Zero, (sum, value) => sum + BigInteger.Pow(Integer(value), 2));
        var root = Root(squares << (2 * Fraction));
        // The greatest 64 bits, and the exponent of what is left out.
        var shift = Math.Max(0, (int)root.GetBitLength() - 64);
        return Math.ScaleB((double)(root >> shift), shift + Smallest - Fraction);
    }

    private static BigInteger Integer(double value)
    {
        if (value == 0)
            return 0;
        var exponent = Math.Max(Math.ILogB(value) - 52, Smallest);
        return new BigInteger(Math.ScaleB(value, -exponent)) << (exponent - Smallest);
    }

    // By Newton's method, from above.
    private static BigInteger Root(BigInteger square)
    {
        if (square.IsZero)
            return 0;
        var root = BigInteger.One << (int)((square.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + square / root) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }
}
