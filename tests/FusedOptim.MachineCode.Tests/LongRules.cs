namespace FusedOptim.MachineCode.Tests.LongRules;

/// <summary>Parts of formulas that are written for their number of operations.</summary>
internal static class Chains
{
    /// <summary>Five multiply-adds.</summary>
    public static double Five(double x, double y, double a) => ((((x * a + y) * a + y) * a + y) * a + y) * a + y;

    public static double Twenty(double x, double y, double a) => Five(Five(Five(Five(x, y, a), y, a), y, a), y, a);

    public static double Hundred(double x, double y, double a) =>
        Twenty(Twenty(Twenty(Twenty(Twenty(x, y, a), y, a), y, a), y, a), y, a);

    /// <summary>Twenty operations: selects, minima, maxima, divisions, roots.</summary>
    public static double MixedTwenty(double x, double y, double a)
    {
        var z = x > y ? x - y : x * a + y;
        z = Math.Min(Math.Max(z, -y), Math.Abs(x) + y);
        z = Math.Sqrt(Math.Abs(z)) / (z * z + 1);
        return z > a ? y / (z + a) : Math.Max(z, x) * a + y;
    }

    public static double MixedHundred(double x, double y, double a) =>
        MixedTwenty(MixedTwenty(MixedTwenty(MixedTwenty(MixedTwenty(x, y, a), y, a), y, a), y, a), y, a);

    public static double TwentyExtrema(double x, double y, double a)
    {
        var z = TenExtrema(x, y, a);
        return TenExtrema(z, y, a);
    }

    public static double HundredExtrema(double x, double y, double a) =>
        TwentyExtrema(TwentyExtrema(TwentyExtrema(TwentyExtrema(TwentyExtrema(x, y, a), y, a), y, a), y, a), y, a);

    private static double TenExtrema(double x, double y, double a)
    {
        x = Math.Max(Math.Min(x * a, y), -y);
        x = Math.Max(Math.Min(x - y, x), y);
        x = Math.Max(Math.Min(x + y, x), a);
        x = Math.Max(Math.Min(x * a, y), x);
        return Math.Max(Math.Min(x - a, y), x);
    }
}

[UpdateRule]
public sealed partial record Madds20(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.Twenty(m, gradient, A);
}

[UpdateRule]
public sealed partial record Madds100(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.Hundred(m, gradient, A);
}

[UpdateRule]
public sealed partial record Madds200(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.Hundred(Chains.Hundred(m, gradient, A), gradient, A);
}

[UpdateRule]
public sealed partial record Madds400(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) =>
        m = Chains.Hundred(Chains.Hundred(Chains.Hundred(Chains.Hundred(m, gradient, A), gradient, A), gradient, A), gradient, A);
}

[UpdateRule]
public sealed partial record Mixed20(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.MixedTwenty(m, gradient, A);
}

[UpdateRule]
public sealed partial record Mixed100(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.MixedHundred(m, gradient, A);
}

[UpdateRule]
public sealed partial record Mixed200(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m) => m = Chains.MixedHundred(Chains.MixedHundred(m, gradient, A), gradient, A);
}

[UpdateRule]
public sealed partial record Mixed400(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m)
    {
        var x = Chains.MixedHundred(Chains.MixedHundred(m, gradient, A), gradient, A);
        return m = Chains.MixedHundred(Chains.MixedHundred(x, gradient, A), gradient, A);
    }
}

[UpdateRule]
public sealed partial record Extrema400(double LearningRate = 0.1, double A = 0.5)
{
    private double Direction(double gradient, [State] ref double m)
    {
        var x = Chains.HundredExtrema(Chains.HundredExtrema(m, gradient, A), gradient, A);
        return m = Chains.HundredExtrema(Chains.HundredExtrema(x, gradient, A), gradient, A);
    }
}

/// <summary>What is added to a sum is computed in double: two vectors for each of float.</summary>
[UpdateRule]
public sealed partial record Sums200(double LearningRate = 0.1, double A = 0.5)
{
    private void Measure(double gradient, double parameter, [Sum] ref double sum) =>
        sum += Chains.Hundred(Chains.Hundred(parameter, gradient, A), gradient, A);

    private double Direction(double gradient, double sum) => gradient * sum;
}

[UpdateRule]
public sealed partial record Powers(double LearningRate = 0.1, double A = 0.5, double B = 0.3)
{
    private double Direction(double gradient, [State] ref double m)
    {
        m = A * m + gradient;
        var powers = Elementwise.Pow(Math.Abs(gradient), A) + Elementwise.Pow(Math.Abs(m), B);
        powers += Elementwise.Pow(Math.Abs(gradient) + 1, B) * Elementwise.Pow(Math.Abs(m) + 1, A);
        return powers * Elementwise.Tanh(gradient - m);
    }
}
