namespace FusedOptim.Generator.Passes.Functions;

/// <summary>
/// (2·artanh(s) − 2s) / s³ as polynomials of s², |s| ≤ 0.172, the coefficient of the highest power first: log(1 + f) with
/// s = f / (2 + f).
/// </summary>
internal static class LogarithmSeries
{
    public static readonly float[] Single = [0.298726767f, 0.399774998f, 0.666667759f];

    public static readonly double[] Double =
    [
        0.14796102420474236, 0.15314033984034817, 0.18183565039034894, 0.22222198557790904,
        0.28571428742560645, 0.39999999999413743, 0.6666666666666735,
    ];
}
