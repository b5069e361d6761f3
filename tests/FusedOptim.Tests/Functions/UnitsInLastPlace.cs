namespace FusedOptim.Tests.Functions;

/// <summary>
/// How far a result is from the true value, in units in the last place of the true value: of denormals the least of them, of
/// what overflows those of the largest number, ∞ standing for the next power of two.
/// </summary>
internal static class UnitsInLastPlace
{
    /// <param name="result">What was computed.</param>
    /// <param name="truth">The true value, in double: good to a millionth of a unit.</param>
    public static double Of(float result, double truth)
    {
        if (double.IsNaN(truth) || float.IsNaN(result))
            return double.IsNaN(truth) && float.IsNaN(result) ? 0 : double.PositiveInfinity;
        var end = Math.ScaleB(1, 128);
        var unit = Math.ScaleB(1, Math.Clamp(truth == 0 ? -126 : Math.ILogB(truth), -126, 127) - 23);
        return Math.Abs(Math.Clamp(result, -end, end) - Math.Clamp(truth, -end, end)) / unit;
    }

    /// <param name="result">What was computed.</param>
    /// <param name="truth">The true value, not zero: value · 2^exponent.</param>
    public static double Of(double result, (DoubleDouble Value, int Exponent) truth)
    {
        if (double.IsNaN(result))
            return double.PositiveInfinity;
        var exponent = Math.ILogB(truth.Value.High) + truth.Exponent;
        if (exponent < -1200)
            return Math.Abs(result) / double.Epsilon;
        // Scaled so that neither underflows.
        var power = Math.Min(exponent, 1023);
        var scaledTruth = exponent > power
            ? double.CopySign(2, truth.Value.High)
            : DoubleDouble.Scale(truth.Value, truth.Exponent - power);
        var scaledResult = double.IsInfinity(result)
            ? double.CopySign(Math.ScaleB(1, 1024 - power), result)
            : Math.ScaleB(result, -power);
        return Math.Abs((scaledResult - scaledTruth).High) / Math.ScaleB(1, Math.Max(-52, -1074 - power));
    }
}
