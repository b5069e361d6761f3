namespace FusedOptim.Tests.References;

/// <summary>What optimizers take of all elements of a tensor.</summary>
internal static class Numbers
{
    public static double RootMeanSquare(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value * value;
        return Math.Sqrt(sum / values.Length);
    }

    public static double[] Squares(double[] values, double added = 0)
    {
        var squares = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
            squares[i] = values[i] * values[i] + added;
        return squares;
    }

    /// <summary>average ← average + weight·(values − average).</summary>
    public static void Lerp(double[] average, double[] values, double weight)
    {
        for (var i = 0; i < average.Length; i++)
            average[i] += weight * (values[i] - average[i]);
    }
}
