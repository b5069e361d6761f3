using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FusedOptim.Training.Randomness;

/// <summary>
/// The quantile function of the normal distribution by rational functions, to about sixteen digits: Wichura, "Algorithm
/// AS 241: the percentage points of the normal distribution", 1988. Only arithmetic, square roots and
/// <see cref="Elementwise.Log"/>, so that deviates are the same bits on every machine.
/// </summary>
internal static class NormalQuantile
{
    private const double EndOfCenter = 0.425;
    private const double SquareOfEnd = 0.180625;

    // For |p − 1/2| ≤ 0.425, in 0.425² − (p − 1/2)².
    private static ReadOnlySpan<double> CenterNumerator =>
    [
        3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
        45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
    ];

    private static ReadOnlySpan<double> CenterDenominator =>
    [
        1.0, 42.31333070160091, 687.1870074920579, 5394.196021424751,
        21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854,
    ];

    // For the tails down to e^-25, in √(−log p) − 1.6.
    private static ReadOnlySpan<double> NearNumerator =>
    [
        1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
        1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
    ];

    private static ReadOnlySpan<double> NearDenominator =>
    [
        1.0, 2.053191626637759, 1.6763848301838038, 0.6897673349851,
        0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-09,
    ];

    // For the tails below, in √(−log p) − 5.
    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
        0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-05, 2.0103343992922881e-07,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1.0, 0.599832206555888, 0.1369298809227358, 0.014875361290850615,
        0.0007868691311456133, 1.8463183175100548e-05, 1.421511758316446e-07, 2.0442631033899397e-15,
    ];

    /// <summary>The value that a normal deviate is below with a given probability.</summary>
    /// <param name="probability">The probability, between 0 and 1, both exclusive.</param>
    public static double At(double probability)
    {
        var q = probability - 0.5;
        if (Math.Abs(q) <= EndOfCenter)
        {
            var center = SquareOfEnd - q * q;
            return q * Polynomial(CenterNumerator, center) / Polynomial(CenterDenominator, center);
        }

        var r = Math.Sqrt(-Elementwise.Log(q < 0 ? probability : 1 - probability));
        var magnitude = r <= 5
            ? Polynomial(NearNumerator, r - 1.6) / Polynomial(NearDenominator, r - 1.6)
            : Polynomial(FarNumerator, r - 5) / Polynomial(FarDenominator, r - 5);
        return q < 0 ? -magnitude : magnitude;
    }

    /// <summary>Replaces probabilities by what <see cref="At"/> makes of them: in the center, where 0.85 of them are, in vectors.
    /// </summary>
    /// <param name="values">The probabilities, between 0 and 1, both exclusive; receives the values.</param>
    public static void Apply(Span<double> values)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        var i = 0;
        for (; i <= values.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var probabilities = Vector256.LoadUnsafe(ref start, (nuint)i);
            var q = probabilities - Vector256.Create(0.5);
            var center = Vector256.Create(SquareOfEnd) - q * q;
            var results = q * Polynomial(CenterNumerator, center) / Polynomial(CenterDenominator, center);
            results.StoreUnsafe(ref start, (nuint)i);
            var tails = Vector256.GreaterThan(Vector256.Abs(q), Vector256.Create(EndOfCenter)).ExtractMostSignificantBits();
            for (var lane = 0; tails != 0; lane++, tails >>= 1)
            {
                if ((tails & 1) != 0)
                    values[i + lane] = At(probabilities[lane]);
            }
        }

        for (; i < values.Length; i++)
            values[i] = At(values[i]);
    }

    private static Vector256<double> Polynomial(ReadOnlySpan<double> coefficients, Vector256<double> x)
    {
        var sum = Vector256<double>.Zero;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            sum = sum * x + Vector256.Create(coefficients[i]);
        return sum;
    }

    private static double Polynomial(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            sum = sum * x + coefficients[i];
        return sum;
    }
}
